-- Grain: one row per node of run $1, in the order of the plan.
-- Inputs: daybook.run_node, daybook.check_sample. Invariant: nodes that never ran are there, too.
select n.unique_id, n.resource_type, n.name, n.label ->> 'en' as label_en, n.label ->> 'ko' as label_ko,
       n.description, n.path, n.materialization, n.relation_schema, n.relation_name, n.attached_node,
       n.column_name, n.severity, n.state, n.worker, n.started_at, n.finished_at, n.row_count, n.failures,
       n.message, n.detail, n.sql_state,
       (select count(*) from daybook.check_sample s
        where s.run_id = n.run_id and s.unique_id = n.unique_id) as kept_rows
from daybook.run_node n
where n.run_id = $1::bigint
order by n.position, n.unique_id
