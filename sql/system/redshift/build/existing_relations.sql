-- Grain: one row per wanted relation that is there. Inputs: $1 an array of them.
select wanted.unique_id
from (
    [[1 union all: select $.unique_id::varchar(1000) as unique_id, $.schema::varchar(130) as schema, $.name::varchar(130) as name]]
) wanted
join pg_catalog.pg_namespace n on n.nspname = wanted.schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
where c.relkind in ('r', 'v', 'm')
