-- Grain: one run. Inputs: $1 run id, $2 state, $3 to $5 error kind, message and detail.
-- Invariants: a run ends once; data_through is known only when every source has a newest row.
with finished as (
    update daybook.run
    set state = $2, finished_at = clock_timestamp(), error_kind = $3, error_message = $4, error_detail = $5,
        data_through = (
            select case when bool_and(newest_loaded_at is not null) then min(newest_loaded_at) end
            from daybook.run_source s
            where s.run_id = $1::bigint)
    where run_id = $1::bigint and state = 'running'
    returning finished_at
)
select finished_at, pg_notify('daybook_run', $1::text)
from finished
