-- Grain: one row per node of run $1, in the order of the plan. Inputs: daybook.run_node, daybook.check_sample.
-- Invariant: nodes that never ran are there, too.
select n.unique_id, n.resource_type, n.name, nullif(json_extract_path_text(n.label, 'en', true), '') as label_en,
    nullif(json_extract_path_text(n.label, 'ko', true), '') as label_ko, n.description, n.path, n.materialization,
    n.relation_schema, n.relation_name, n.attached_node, n.column_name, n.severity, n.state, n.worker, n.started_at,
    n.finished_at, n.row_count, n.failures, n.message, n.detail, n.sql_state, coalesce(s.kept_rows, 0) as kept_rows
from daybook.run_node n
left join (
    select unique_id, count(*) as kept_rows
    from daybook.check_sample
    where run_id = $1::bigint
    group by unique_id
) s on s.unique_id = n.unique_id
where n.run_id = $1::bigint
order by n.position, n.unique_id
