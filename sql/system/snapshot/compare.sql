-- Grain: one row per change to a snapshot's table. Inputs, put in by the program: the table of changes and its columns,
-- the query's rows and what their keys and times are, the live table, its keys and which of its rows are current; what is
-- selected, and from where. Invariant: assigning to the table of changes, whose types are the live table's, finds what
-- cannot be stored before anything is published.
insert into %1 (%2)
with daybook_rows as (
    select *, %4 from %3
),
daybook_current as (
    select *, %6 from %5 as daybook_live where %7
)
select %8
from %9
