-- Grain: one run. Inputs: $1 run id, $2 state, $3 to $5 error kind, message and detail. Invariants: as in the file for
-- all.
update daybook.run
set state = $2, finished_at = getdate()::timestamptz, error_kind = $3, error_message = $4::varchar(65535),
    error_detail = $5::varchar(65535), data_through = s.data_through
from (
    select case when count(*) = count(newest_loaded_at) then min(newest_loaded_at) end as data_through
    from daybook.run_source
    where run_id = $1::bigint
) s
where daybook.run.run_id = $1::bigint and daybook.run.state = 'running'
