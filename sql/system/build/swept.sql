-- Grain: the runs of sweep.sql. Inputs: $1 project, $2 target schema. Invariant: in its transaction, once what they
-- left is gone.
with dead as (
    update daybook.run
    set state = 'abandoned', finished_at = clock_timestamp(), error_kind = 'connection',
        error_message = 'The program or its connection died during the run.'
    where project = $1 and target_schema = $2 and state = 'running'
    returning run_id
)
update daybook.run_node n
set state = 'cancelled', finished_at = coalesce(n.finished_at, clock_timestamp())
from dead
where n.run_id = dead.run_id and n.state in ('pending', 'running')
