-- Grain: one row per run that died, with what it staged under. Inputs: $1 project, $2 target schema. Invariant: called
-- only by the holder of the claim, so a run still called running has no process that could publish.
select run_id, staging_schema
from daybook.run
where project = $1 and target_schema = $2 and state = 'running'
