-- Grain: one row per relation to be published. Inputs: $1 an array of {position, schema, name, staged_schema,
-- staged_name} as JSON; the catalog. Invariant: kind is null where nothing of that name is live.
select p.position, live.oid::bigint as live_oid, live.relkind::text as live_kind, staged.relkind::text as staged_kind
from json_to_recordset($1::json) as p(position int, schema text, name text, staged_schema text, staged_name text)
left join pg_class live
    on live.relname = p.name and live.relnamespace = (select oid from pg_namespace where nspname = p.schema)
join pg_class staged
    on staged.relname = p.staged_name
    and staged.relnamespace = (select oid from pg_namespace where nspname = p.staged_schema)
order by p.position
