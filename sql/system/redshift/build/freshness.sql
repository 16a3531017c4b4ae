-- Grain: one row. Inputs: the source, the load time of its rows and which of them count, put in by the program.
-- Invariants: as in the file for all; Redshift has now() on its leader only, and takes no epoch of an interval.
select to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(asked_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    (extract(epoch from asked_at) - extract(epoch from newest))::float8
from (
    select coalesce(max(%2)::timestamptz, '0001-01-01 00:00:00Z') as newest, getdate()::timestamptz as asked_at
    from %1
    where (%3)
) as loaded
