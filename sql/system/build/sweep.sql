-- Grain: one row per run that died, with the staging schema it may have left. Inputs: $1 project, $2 target
-- schema. Invariant: called only by the holder of the lock, so a run still called running has no process.
-- What sessions of a dead run still do on the server is ended first.
with dead as (
    update daybook.run
    set state = 'abandoned', finished_at = clock_timestamp(), error_kind = 'connection',
        error_message = 'The program or its connection died during the run.'
    where project = $1 and target_schema = $2 and state = 'running'
    returning run_id, staging_schema
), unfinished as (
    update daybook.run_node n
    set state = 'cancelled', finished_at = coalesce(n.finished_at, clock_timestamp())
    from dead
    where n.run_id = dead.run_id and n.state in ('pending', 'running')
)
select dead.run_id, dead.staging_schema,
    (select count(pg_terminate_backend(a.pid))
     from pg_stat_activity a
     where a.application_name = 'daybook ' || dead.staging_schema and a.datname = current_database()
         and a.pid <> pg_backend_pid()) as ended_sessions
from dead
