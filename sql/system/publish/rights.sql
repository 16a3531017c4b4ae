-- Grain: one GRANT or REVOKE statement that a relation which has just moved to its place needs, relation by relation.
-- Inputs: $1 an array of {position, relation, replaced, privileges} as JSON: its SQL name, the oid of what was live
-- until now (0 for none), and an object of privileges, each an array of roles, where the project names them all.
-- Invariants: where they are named, others hold exactly those; else what others held of the one before is carried
-- over; else what ALTER DEFAULT PRIVILEGES IN SCHEMA promises is given (defaults without a schema the server has
-- granted when the relation was made). What is held already is left alone.
with relation as (
    select position, relation, relation::regclass as oid, replaced, privileges
    from json_to_recordset($1::json) as r(position int, relation text, replaced oid, privileges json)
),
wanted as (
    select r.position, upper(privilege.key) as privilege, coalesce(named.oid, 0) as grantee
    from relation r
    cross join lateral json_each(r.privileges) as privilege
    cross join lateral json_array_elements_text(privilege.value) as role(name)
    left join lateral (
        select oid
        from pg_roles
        where rolname in (role.name, lower(role.name)) or quote_ident(rolname) = role.name
        order by rolname = role.name desc, quote_ident(rolname) = role.name desc
        limit 1
    ) named on lower(role.name) <> 'public'
),
held as (
    select r.position, a.privilege_type as privilege, a.grantee
    from relation r
    join pg_class c on c.oid = r.oid
    cross join lateral aclexplode(c.relacl) a
    where r.privileges is not null and a.grantee <> c.relowner
),
change as (
    select position, 1 as step, 'revoke %s on %s from %s' as form, privilege, grantee
    from (select * from held except select * from wanted) surplus
    union all
    select position, 2, 'grant %s on %s to %s', privilege, grantee
    from (select * from wanted except select * from held) missing
    union all
    select r.position, 2, 'grant %s on %s to %s' || case when a.is_grantable then ' with grant option' else '' end,
        a.privilege_type, a.grantee
    from relation r
    join pg_class c on c.oid = r.replaced
    cross join lateral aclexplode(c.relacl) a
    where r.privileges is null and a.grantee <> c.relowner
    union all
    select r.position, 2, 'grant %s on %s to %s' || case when a.is_grantable then ' with grant option' else '' end,
        format('%s (%I)', a.privilege_type, t.attname), a.grantee
    from relation r
    join pg_class c on c.oid = r.replaced
    join pg_attribute t on t.attrelid = c.oid and not t.attisdropped
    join pg_attribute new on new.attrelid = r.oid and new.attname = t.attname and not new.attisdropped
    cross join lateral aclexplode(t.attacl) a
    where r.privileges is null and a.grantee <> c.relowner
    union all
    select r.position, 2, 'grant %s on %s to %s' || case when a.is_grantable then ' with grant option' else '' end,
        a.privilege_type, a.grantee
    from relation r
    join pg_class c on c.oid = r.oid
    join pg_default_acl d
        on d.defaclnamespace = c.relnamespace and d.defaclrole = c.relowner and d.defaclobjtype = 'r'
    cross join lateral aclexplode(d.defaclacl) a
    where r.privileges is null and r.replaced = 0 and a.grantee <> c.relowner
)
select format(c.form, c.privilege, r.relation,
              case when c.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(c.grantee)) end)
from change c
join relation r using (position)
order by c.position, c.step, c.privilege, c.grantee
