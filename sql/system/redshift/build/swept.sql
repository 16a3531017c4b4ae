-- Grain: the runs of sweep.sql. Inputs: $1 project, $2 target schema. Invariant: as in the file for all.
update daybook.run_node
set state = 'cancelled', finished_at = coalesce(finished_at, getdate()::timestamptz)
where state in ('pending', 'running')
    and run_id in (select run_id from daybook.run where project = $1 and target_schema = $2 and state = 'running');
update daybook.run
set state = 'abandoned', finished_at = getdate()::timestamptz, error_kind = 'connection',
    error_message = 'The program or its connection died during the run.'
where project = $1 and target_schema = $2 and state = 'running'
