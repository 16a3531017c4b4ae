-- Grain: the claim on a project's target. Inputs: $1 project, $2 target schema, $3 holder, $4 its role, $5 its process.
-- Invariant: in the transaction of claim.sql.
delete from daybook.claim where project = $1 and target_schema = $2;
insert into daybook.claim (project, target_schema, holder, claimed_by, backend_pid, renewed_at)
values ($1, $2, $3, $4, $5::int, getdate()::timestamptz)
