-- Grain: one row. Inputs, put in by the program: the query for failing rows, fail_calc, warn_if, error_if, limit.
select failures, failures %3 as should_warn, failures %4 as should_error
from (
    select %2 as failures
    from (
%1
%5
    ) dbt_internal_test
) verdict
