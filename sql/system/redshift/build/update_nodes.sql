-- Grain: one row per node that changed. Inputs: $1 run id, $2 the changes, times in the server's clock. Invariant:
-- nobody can be told; who watches asks again.
update daybook.run_node
set state = c.state, worker = c.worker, started_at = c.started_at, finished_at = c.finished_at, row_count = c.row_count,
    failures = c.failures, message = c.message, detail = c.detail, sql_state = c.sql_state,
    compiled_sql = coalesce(c.compiled_sql, daybook.run_node.compiled_sql)
from (
    [[2 union all: select $.unique_id::varchar(1000) as unique_id, $.state::varchar(20) as state, $.worker::int as worker, $.started_at::timestamptz as started_at, $.finished_at::timestamptz as finished_at, $.row_count::bigint as row_count, $.failures::bigint as failures, $.message::varchar(65535) as message, $.detail::varchar(65535) as detail, $.sql_state::varchar(5) as sql_state, $.compiled_sql::varchar(65535) as compiled_sql]]
) c
where daybook.run_node.run_id = $1::bigint and daybook.run_node.unique_id = c.unique_id
