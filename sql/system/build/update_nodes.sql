-- Grain: one row per node that changed. Inputs: $1 run id, $2 an array of changes as JSON, times in the
-- server's clock. Invariant: listeners of daybook_run hear of it when it is committed.
with change as (
    select *
    from json_to_recordset($2::json) as c(
        unique_id text, state text, worker int, started_at timestamptz, finished_at timestamptz,
        row_count bigint, failures bigint, message text, detail text, sql_state text, compiled_sql text)
), updated as (
    update daybook.run_node n
    set state = c.state, worker = c.worker, started_at = c.started_at, finished_at = c.finished_at,
        row_count = c.row_count, failures = c.failures, message = c.message, detail = c.detail,
        sql_state = c.sql_state, compiled_sql = coalesce(c.compiled_sql, n.compiled_sql)
    from change c
    where n.run_id = $1::bigint and n.unique_id = c.unique_id
    returning 1
)
select count(*), pg_notify('daybook_run', $1::text)
from updated
