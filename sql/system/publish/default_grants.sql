-- Grain: one GRANT statement per right that ALTER DEFAULT PRIVILEGES IN SCHEMA promises on what the owner makes
-- there. Inputs: $1 the SQL name of a relation that has just moved into its schema. Invariant: defaults without a
-- schema are not repeated: the server has granted them when the relation was made.
select format('grant %s on %s to %s%s', a.privilege_type, $1::text,
              case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' with grant option' else '' end)
from pg_class c
join pg_default_acl d
    on d.defaclnamespace = c.relnamespace and d.defaclrole = c.relowner and d.defaclobjtype = 'r'
cross join lateral aclexplode(d.defaclacl) a
where c.oid = $1::text::regclass and a.grantee <> c.relowner
