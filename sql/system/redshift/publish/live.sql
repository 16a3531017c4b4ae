-- Grain: one row per relation to be published, as in the file for all. Inputs: $1 the relations. Invariant: Redshift has
-- no indexes to make room for.
select p.position, live.oid::bigint as live_oid, live.relkind::varchar(1) as live_kind,
    staged.relkind::varchar(1) as staged_kind, '' as make_room, staged.oid::bigint as staged_oid
from (
    [[1 union all: select $.position::int as position, $.schema::varchar(130) as schema, $.name::varchar(130) as name, $.staged_schema::varchar(130) as staged_schema, $.staged_name::varchar(130) as staged_name]]
) p
join pg_catalog.pg_namespace staged_in on staged_in.nspname = p.staged_schema
join pg_catalog.pg_class staged on staged.relnamespace = staged_in.oid and staged.relname = p.staged_name
left join (
    select c.oid, c.relkind, c.relname, n.nspname
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
) live on live.relname = p.name and live.nspname = p.schema
order by p.position
