-- Grain: one row per role that a model's grants name and that does not exist. Inputs: $1 an object of privileges, each
-- an array of roles, as JSON. Invariant: a role may be named as it is, or as SQL would write it.
select distinct role.name
from json_each($1::json) as privilege
cross join lateral json_array_elements_text(privilege.value) as role(name)
where lower(role.name) <> 'public'
    and not exists (
        select from pg_roles r
        where r.rolname in (role.name, lower(role.name)) or quote_ident(r.rolname) = role.name)
order by role.name
