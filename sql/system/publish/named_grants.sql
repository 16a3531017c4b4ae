-- Grain: one statement per right to take away or to give, so that others hold exactly the rights named. Inputs: $1 the
-- SQL name of a live relation, $2 an object of privileges, each an array of roles, as JSON. Invariants: what is held
-- already is left alone; rights come before none that depend on them, as all are the owner's to give.
with wanted as (
    select upper(privilege.key) as privilege, coalesce(r.oid, 0) as grantee
    from json_each($2::json) as privilege
    cross join lateral json_array_elements_text(privilege.value) as role(name)
    left join lateral (
        select oid
        from pg_roles
        where rolname in (role.name, lower(role.name)) or quote_ident(rolname) = role.name
        order by rolname = role.name desc, quote_ident(rolname) = role.name desc
        limit 1
    ) r on lower(role.name) <> 'public'
),
held as (
    select a.privilege_type as privilege, a.grantee
    from pg_class c
    cross join lateral aclexplode(c.relacl) a
    where c.oid = $1::text::regclass and a.grantee <> c.relowner
),
named as (
    select 1 as step, 'revoke %s on %s from %s' as form, privilege, grantee
    from held except select 1, 'revoke %s on %s from %s', privilege, grantee from wanted
    union
    select 2, 'grant %s on %s to %s', privilege, grantee
    from (select privilege, grantee from wanted except select privilege, grantee from held) missing
)
select format(form, privilege, $1::text,
              case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
from named
order by step, privilege, grantee
