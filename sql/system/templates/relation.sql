-- Grain: one row, or none where nothing of that name is there. Inputs, put in by the program: a schema and a name, as
-- literals. Gives dbt's name of what it is.
select case c.relkind
           when 'v' then 'view'
           when 'm' then 'materialized_view'
           else 'table'
       end
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %1 and c.relname = %2 and c.relkind in ('r', 'p', 'v', 'm', 'f')
