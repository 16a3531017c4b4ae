-- Grain: one row per view that reads a relation to be replaced and is not itself replaced. Inputs: $1 an array
-- of the replaced relations' oids as JSON. Invariants: the definition names every relation with its schema (the
-- caller empties the search path); options are as they were declared.
with replaced as (
    select value::text::oid as oid
    from json_array_elements($1::json)
)
select distinct v.oid::bigint, n.nspname, v.relname, v.relkind::text,
    pg_get_viewdef(v.oid) as definition,
    coalesce((select ' with (' || string_agg(format('%s=%L', o.option_name, o.option_value), ', ') || ')'
              from pg_options_to_table(v.reloptions) o), '') as options,
    pg_get_userbyid(v.relowner) as owner,
    pg_has_role(v.relowner, 'usage') as may_replace
from pg_depend d
join pg_rewrite r on r.oid = d.objid
join pg_class v on v.oid = r.ev_class
join pg_namespace n on n.oid = v.relnamespace
where d.classid = 'pg_rewrite'::regclass
    and d.refclassid = 'pg_class'::regclass
    and d.refobjid in (select oid from replaced)
    and v.oid not in (select oid from replaced)
    and v.relkind in ('v', 'm')
order by n.nspname, v.relname
