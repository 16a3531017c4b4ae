-- Grain: one row per run that died, with the staging schema it may have left. Inputs: $1 project, $2 target
-- schema. Invariant: called only by the holder of the lock, so a run still called running has no process.
-- What sessions of a dead run still do on the server is ended first.
select run_id, staging_schema,
    (select count(pg_terminate_backend(a.pid))
     from pg_stat_activity a
     where a.application_name = 'daybook ' || staging_schema and a.datname = current_database()
         and a.pid <> pg_backend_pid()) as ended_sessions
from daybook.run
where project = $1 and target_schema = $2 and state = 'running'
