-- Grain: one row. Inputs: a query for the load time of a source's newest row, put in by the program.
-- Invariants: a source without rows is as old as can be; times without a zone are in the session's, UTC.
select to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    extract(epoch from now() - newest)::float8
from (
    select coalesce((
%1
    )::timestamptz, '0001-01-01 00:00:00Z') as newest
) as loaded
