-- Grain: one row per wanted relation that is there. Inputs: $1 an array of them as JSON.
select wanted.unique_id
from json_to_recordset($1::json) as wanted(unique_id text, schema text, name text)
join pg_catalog.pg_namespace as n on n.nspname = wanted.schema
join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = wanted.name
where c.relkind in ('r', 'p', 'v', 'm', 'f')
