-- Grain: one row. Inputs: a query for the load time of a source's newest row, put in by the program.
-- Invariants: as in the file for all; Redshift has now() on its leader only, and takes no epoch of an interval.
select to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(asked_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    (extract(epoch from asked_at) - extract(epoch from newest))::float8
from (
    select coalesce((
%1
    )::timestamptz, '0001-01-01 00:00:00Z') as newest, getdate()::timestamptz as asked_at
) as loaded
