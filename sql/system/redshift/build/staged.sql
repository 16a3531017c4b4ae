-- Grain: one statement per relation that a run has staged. Inputs: $1 what their names begin with. The catalog.
select 'drop ' || case when c.relkind = 'v' then 'view' else 'table' end || ' if exists '
    || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' cascade'
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where substring(c.relname::varchar(130), 1, length($1)) = $1 and c.relkind in ('r', 'v')
order by c.relkind desc
