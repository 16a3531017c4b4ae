-- Grain: one row per row of a snapshot's query, current from its time on: the table as dbt makes it, down to the types.
-- Inputs, put in by the program: the table, the id of a row's version, its time, the end of a current row, the names of
-- dbt's columns (id, updated at, valid from, valid to), the flag of deleted rows, the query. Invariant: the query begins
-- on a line of its own.
create table %1 as
select *,
    %2 as %5,
    %3 as %6,
    %3 as %7,
    %4 as %8%9
from (
%10
) daybook_rows
