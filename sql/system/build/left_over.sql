-- Grain: one row per relation that a project has published and that a version of it does not have. Inputs: $1 project,
-- $2 target schema, $3 the version's unique ids as a JSON array.
select format('%I.%I', p.relation_schema, p.relation_name)
from daybook.publication p
join daybook.run r using (run_id)
join pg_class c on c.oid = p.relation_oid
where r.project = $1::text and r.target_schema = $2::text
    and p.unique_id not in (select json_array_elements_text($3::json))
order by 1
