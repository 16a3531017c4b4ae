-- Grain: one row per column of each wanted source that is there. Inputs: $1 the sources. Redshift has no enums.
select wanted.unique_id, a.attname, format_type(a.atttypid, a.atttypmod)
from (
    [[1 union all: select $.unique_id::varchar(1000) as unique_id, $.schema::varchar(130) as schema, $.name::varchar(130) as name]]
) wanted
join pg_catalog.pg_namespace n on n.nspname = wanted.schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'v', 'm')
