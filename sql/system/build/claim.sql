-- Grain: one row. Inputs: $1 what is locked. Invariant: the lock lives as long as this session, and no longer.
select pg_try_advisory_lock(hashtextextended($1, 0))
