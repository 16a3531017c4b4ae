-- Grain: one row per claim of a holder. Inputs: $1 the holder. Invariant: as claim.sql; as long as the transaction lasts
-- nobody takes the claim away.
select count(*) from daybook.claim where holder = $1
