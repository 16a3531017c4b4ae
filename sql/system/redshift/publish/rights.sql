-- Grain: one GRANT statement per right that a relation which has made room gave to others, relation by relation. Inputs:
-- $1 a list of {position, relation, replaced}: the SQL name of its successor, and its oid (0 for none). Invariants: rights
-- are carried over, none are added; what is staged was made in its final schema, and has that schema's default rights.
select 'grant ' || p.privilege_type || ' on ' || r.relation || ' to '
    || case p.identity_type when 'group' then 'group ' when 'role' then 'role ' else '' end
    || case p.identity_type when 'public' then 'public' else quote_ident(p.identity_name) end
    || case when p.admin_option then ' with grant option' else '' end
from (
    [[1 union all: select $.position::int as position, $.relation::varchar(300) as relation, $.replaced::bigint as replaced]]
) r
join pg_catalog.pg_class c on c.oid = r.replaced
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join svv_relation_privileges p on p.relation_name = c.relname and p.namespace_name = n.nspname
where p.identity_type in ('user', 'group', 'role', 'public')
    and not (p.identity_type = 'user' and p.identity_name = current_user)
order by r.position
