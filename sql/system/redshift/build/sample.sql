-- Grain: one failing row. Inputs, put in by the program: the query for failing rows, and how many of them to keep.
select *
from (
%1
) dbt_internal_test
limit %2
