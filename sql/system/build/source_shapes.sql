-- Grain: one row per wanted source. Inputs: $1 an array of them as JSON. Gives its columns' types and, of columns of
-- an enum type, the labels, both as JSON objects by column; no types where there is no such relation.
select wanted.unique_id,
    (select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod))
     from pg_catalog.pg_attribute as a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as types,
    (select json_object_agg(a.attname,
                            (select json_agg(e.enumlabel) from pg_catalog.pg_enum as e where e.enumtypid = t.oid))
     from pg_catalog.pg_attribute as a
     join pg_catalog.pg_type as t on t.oid = a.atttypid
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and t.typtype = 'e') as labels
from json_to_recordset($1::json) as wanted(unique_id text, schema text, name text)
left join pg_catalog.pg_namespace as n on n.nspname = wanted.schema
left join pg_catalog.pg_class as c
    on c.relnamespace = n.oid and c.relname = wanted.name and c.relkind in ('r', 'p', 'v', 'm', 'f')
