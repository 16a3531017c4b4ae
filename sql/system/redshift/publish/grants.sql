-- Grain: one GRANT statement per right that the relation live until now gave to others. Inputs: $1 its oid, $2 the SQL
-- name of its successor. Invariant: rights are carried over, none are added.
select 'grant ' || p.privilege_type || ' on ' || $2 || ' to '
    || case p.identity_type when 'group' then 'group ' when 'role' then 'role ' else '' end
    || case p.identity_type when 'public' then 'public' else quote_ident(p.identity_name) end
    || case when p.admin_option then ' with grant option' else '' end
from svv_relation_privileges p
join pg_catalog.pg_class c on c.relname = p.relation_name
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = p.namespace_name
where c.oid = $1::bigint and p.identity_type in ('user', 'group', 'role', 'public')
    and not (p.identity_type = 'user' and p.identity_name = current_user)
