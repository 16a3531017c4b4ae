-- Grain: the claim on a project's target. Inputs: $1 holder. Invariant: who has lost it gets none back.
update daybook.claim set renewed_at = getdate()::timestamptz where holder = $1
