-- Grain: one row per view of others that reads a relation to be replaced, in an order in which each comes after what it
-- reads. Inputs: $1 an array of the replaced relations' oids as JSON. Invariants: definitions name every relation with its
-- schema (the caller empties the search path) and are taken before anything is renamed; a view stays and is pointed at
-- the new; a materialized view gets a successor with its options, data, indexes, rights and comments, so what reads it
-- is a dependent, too.
with recursive replaced as (
    select value::text::oid as oid
    from json_array_elements($1::json)
),
reads as (
    select distinct v.oid as reader, v.relkind, d.refobjid as oid
    from pg_depend d
    join pg_rewrite r on r.oid = d.objid
    join pg_class v on v.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
        and v.oid <> d.refobjid and v.relkind in ('v', 'm')
        and v.oid not in (select oid from replaced)
),
found as (
    select reads.reader, reads.relkind, 1 as level
    from reads
    join replaced on replaced.oid = reads.oid
    union
    select reads.reader, reads.relkind, found.level + 1
    from found
    join reads on reads.oid = found.reader
    where found.relkind = 'm'
),
dependent as (
    select v.*, n.nspname, format('%I.%I', n.nspname, v.relname) as place, found.level,
        rtrim(pg_get_viewdef(v.oid), ';') as definition,
        coalesce((select ' with (' || string_agg(format('%s=%L', o.option_name, o.option_value), ', ') || ')'
                  from pg_options_to_table(v.reloptions) o), '') as options
    from (select reader, max(level) as level from found group by reader) found
    join pg_class v on v.oid = found.reader
    join pg_namespace n on n.oid = v.relnamespace
),
statement as (
    select oid, 1 as step, format('alter materialized view %s rename to %I', place, 'daybook_old_view_' || oid) as text
    from dependent
    union all
    select v.oid, 2, format('alter index %I.%I rename to %I', v.nspname, i.relname, 'daybook_old_index_' || i.oid)
    from dependent v
    join pg_index x on x.indrelid = v.oid
    join pg_class i on i.oid = x.indexrelid
    union all
    select v.oid, 3, format('create materialized view %s%s%s as %s %s', place, options,
                            coalesce(' tablespace ' || quote_ident(t.spcname), ''), definition,
                            case when relispopulated then 'with data' else 'with no data' end)
    from dependent v
    left join pg_tablespace t on t.oid = v.reltablespace
    union all
    select v.oid, 4, pg_get_indexdef(x.indexrelid)
    from dependent v
    join pg_index x on x.indrelid = v.oid
    union all
    select v.oid, 5, format('revoke all on %s from %s', place,
                            case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
    from dependent v
    join pg_default_acl d on d.defaclrole = current_user::regrole and d.defaclobjtype = 'r'
        and d.defaclnamespace in (0, v.relnamespace)
    cross join lateral aclexplode(d.defaclacl) a
    where a.grantee <> d.defaclrole
    union all
    select oid, 6, format('alter materialized view %s owner to %I', place, pg_get_userbyid(relowner))
    from dependent
    where relowner <> current_user::regrole
    union all
    select v.oid, 7, format('grant %s on %s to %s%s', a.privilege_type, place,
                            case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                            case when a.is_grantable then ' with grant option' else '' end)
    from dependent v
    cross join lateral aclexplode(v.relacl) a
    where a.grantee <> v.relowner
    union all
    select v.oid, 8, format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, place,
                            case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                            case when a.is_grantable then ' with grant option' else '' end)
    from dependent v
    join pg_attribute t on t.attrelid = v.oid and not t.attisdropped
    cross join lateral aclexplode(t.attacl) a
    where a.grantee <> v.relowner
    union all
    select v.oid, 9, case when d.objsubid = 0 then format('comment on materialized view %s is %L', place, d.description)
                          else format('comment on column %s.%I is %L', place, t.attname, d.description) end
    from dependent v
    join pg_description d on d.objoid = v.oid and d.classoid = 'pg_class'::regclass
    left join pg_attribute t on t.attrelid = v.oid and t.attnum = d.objsubid
)
select v.oid::bigint, v.nspname, v.relname,
    pg_get_userbyid(v.relowner) as owner,
    pg_has_role(v.relowner, 'usage') as may_replace,
    case when v.relkind = 'v' then format('create or replace view %s%s as %s', place, options, definition)
         else (select string_agg(text, E';\n' order by step, text) from statement where statement.oid = v.oid) end
        as statements,
    case when v.relkind = 'm' then format('drop materialized view %I.%I', v.nspname, 'daybook_old_view_' || v.oid) end
        as retirement
from dependent v
order by v.level, v.nspname, v.relname
