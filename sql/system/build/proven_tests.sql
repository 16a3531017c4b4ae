-- Grain: one row per test without a failure in the run that last published a relation. Inputs: $1 schema, $2 name, $3
-- its oid; Daybook's own records. Invariant: no row when somebody else has put another relation under the name.
select n.unique_id, n.version_hash, n.compiled_sql, r.staging_schema
from daybook.publication p
join daybook.run r using (run_id)
join daybook.run_node n using (run_id)
where p.relation_schema = $1::text and p.relation_name = $2::text and p.relation_oid = $3::oid
    and n.resource_type = 'test' and n.state = 'pass' and n.failures = 0
