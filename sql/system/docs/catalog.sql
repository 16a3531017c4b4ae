-- Grain: one row per column of each relation asked for that is there. Input: $1 an array of {position, schema, name} as
-- JSON. Invariants: as dbt's catalog has it: neither indexes nor what is temporary, no dropped columns; ordered by
-- relation and column.
select p.position, c.relkind::text as kind, pg_get_userbyid(c.relowner) as owner, about.description as comment,
    a.attname as column_name, a.attnum as column_index, format_type(a.atttypid, a.atttypmod) as column_type,
    of_column.description as column_comment
from json_to_recordset($1::json) as p(position int, schema text, name text)
join pg_namespace n on n.nspname = p.schema
join pg_class c on c.relnamespace = n.oid and c.relname = p.name
join pg_attribute a on a.attrelid = c.oid
left join pg_description about
    on about.objoid = c.oid and about.classoid = 'pg_class'::regclass and about.objsubid = 0
left join pg_description of_column
    on of_column.objoid = c.oid and of_column.classoid = 'pg_class'::regclass and of_column.objsubid = a.attnum
where c.relkind in ('r', 'v', 'f', 'p', 'm') and c.relpersistence in ('p', 'u') and a.attnum > 0 and not a.attisdropped
order by p.position, a.attnum
