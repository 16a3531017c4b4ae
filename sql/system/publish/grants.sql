-- Grain: one GRANT statement per right that the relation live until now gave to others. Inputs: $1 its oid, $2
-- the SQL name of its successor. Invariant: rights are carried over, none are added.
select format('grant %s on %s to %s%s', a.privilege_type, $2::text,
              case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' with grant option' else '' end)
from pg_class c
cross join lateral aclexplode(c.relacl) a
where c.oid = $1::oid and a.grantee <> c.relowner
union all
select format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, $2::text,
              case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' with grant option' else '' end)
from pg_attribute t
cross join lateral aclexplode(t.attacl) a
join pg_class c on c.oid = t.attrelid
where t.attrelid = $1::oid and a.grantee <> c.relowner and not t.attisdropped
