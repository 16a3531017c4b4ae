-- Grain: one row per failing row of a test. Inputs, put in by the program: a statement that drops what is there, the
-- relation, the query for failing rows, limit. Invariant: sent as one, so that readers see the old rows or the new.
%1
create table %2 as
select *
from (
%3
) dbt_internal_test
%4
