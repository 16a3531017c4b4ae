-- Grain: none. Inputs: none. Invariant: one program at a time migrates one database; the lock goes with the
-- transaction, so a program that dies leaves none behind. The number is "daybook" in ASCII, as an integer.
select pg_advisory_xact_lock(28254671641472875)
