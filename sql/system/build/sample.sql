-- Grain: one JSON array of failing rows, columns in their order. Inputs, put in by the program: the query for
-- failing rows, and how many of them to keep at most.
select coalesce(json_agg(row_to_json(kept)), '[]')
from (
    select *
    from (
%1
    ) dbt_internal_test
    limit %2
) kept
