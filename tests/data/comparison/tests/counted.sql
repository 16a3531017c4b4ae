{{ config(fail_calc='coalesce(sum(n), 0)', error_if='> 100', warn_if='> 2', store_failures=true) }}
select kind, count(*) as n from {{ ref('plain') }} group by kind
