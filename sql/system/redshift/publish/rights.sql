-- Grain: one GRANT statement per right that a relation which has made room gave to others, relation by relation. Inputs:
-- $1 a list of {position, relation, oid, replaced}: the SQL name and the oid of its successor, and its own oid (0 for
-- none). Invariants: rights are carried over, none are added; those on a column only if the successor has it; what is
-- staged was made in its final schema, and has that schema's default rights.
select 'grant ' || p.privilege_type || p.columns || ' on ' || r.relation || ' to '
    || case p.identity_type when 'group' then 'group ' when 'role' then 'role ' else '' end
    || case p.identity_type when 'public' then 'public' else quote_ident(p.identity_name) end
    || case when p.admin_option then ' with grant option' else '' end
from (
    [[1 union all: select $.position::int as position, $.relation::varchar(300) as relation, $.oid::bigint as oid, $.replaced::bigint as replaced]]
) r
join pg_catalog.pg_class c on c.oid = r.replaced
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join (
    select namespace_name, relation_name, privilege_type, identity_name, identity_type, admin_option,
        null::varchar(127) as column_name, '' as columns
    from svv_relation_privileges
    union all
    select namespace_name, relation_name, privilege_type, identity_name, identity_type, false,
        column_name, ' (' || quote_ident(column_name) || ')'
    from svv_column_privileges
) p on p.relation_name = c.relname and p.namespace_name = n.nspname
left join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attname = p.column_name and not a.attisdropped
where p.identity_type in ('user', 'group', 'role', 'public')
    and not (p.identity_type = 'user' and p.identity_name = current_user)
    and (p.column_name is null or a.attname is not null)
order by r.position
