-- Grain: the run that holds the lock, at most one row. Inputs: $1 project, $2 target schema, daybook.run.
select run_id, started_by, host, program, started_at
from daybook.run
where project = $1 and target_schema = $2 and state = 'running'
order by run_id desc
limit 1
