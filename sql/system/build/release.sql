-- Grain: one row. Inputs: $1 what was locked. Invariant: whoever builds next need not wait for this session to end.
select pg_advisory_unlock(hashtextextended($1, 0))
