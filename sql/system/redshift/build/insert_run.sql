-- Grain: the new run. Inputs: as in the file for all. Invariants: the caller holds the lock of begin_record.sql;
-- started_at is the server's clock and the run's watermark.
insert into daybook.run (run_id, project, target_schema, command, state, invocation_id, started_at, started_by, host, program,
                         backend_pid, staging_schema, project_hash, git_commit, git_dirty, arguments, republishes)
select coalesce(max(run_id), 0) + 1, $1, $2, $3, 'running', $4, getdate()::timestamptz, $5, $6, $7,
    $14::int, $8, $9, $10, $11::boolean, $12::varchar(65535), $13::bigint
from daybook.run;
select run_id, started_at, getdate()::timestamptz from daybook.run where invocation_id = $4
