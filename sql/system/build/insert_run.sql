-- Grain: the new run. Inputs: $1 project, $2 target schema, $3 command, $4 invocation id, $5 user, $6 host,
-- $7 program, $8 staging schema, $9 project hash, $10 git commit, $11 git dirty, $12 arguments as JSON,
-- $13 the run whose version this is, or null.
-- Invariant: started_at is the server's clock and the run's watermark.
insert into daybook.run (project, target_schema, command, invocation_id, started_by, host, program,
                         staging_schema, project_hash, git_commit, git_dirty, arguments, republishes, backend_start)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::boolean, $12::json, $13::bigint,
        (select backend_start from pg_stat_activity where pid = pg_backend_pid()))
returning run_id, started_at, clock_timestamp()
