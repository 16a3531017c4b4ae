-- Grain: the claim on a project's target, at most one row. Inputs: $1 project, $2 target schema. Invariant: sent at the
-- beginning of a transaction, whose snapshot is then taken once the lock is held. Gives the holder, its role and process,
-- and for how many seconds it has not been heard of.
begin;
lock daybook.claim;
select holder, claimed_by, backend_pid,
    extract(epoch from getdate()::timestamptz) - extract(epoch from renewed_at) as silent
from daybook.claim
where project = $1 and target_schema = $2
