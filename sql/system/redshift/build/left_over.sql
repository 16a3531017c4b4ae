-- Grain: one row per relation that a project has published and that a version of it does not have. Inputs: $1 project,
-- $2 target schema, $3 the version's unique ids. Invariant: as published; Redshift cannot look into its catalog beside
-- its tables, so what somebody has dropped since is named, too.
select quote_ident(p.relation_schema) || '.' || quote_ident(p.relation_name)
from daybook.publication p
join daybook.run r on r.run_id = p.run_id
where r.project = $1 and r.target_schema = $2 and p.unique_id not in ([[3 ,: $_]])
order by 1
