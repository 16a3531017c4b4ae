with between as (select 1 as one)
select b.account, b.total, b.moves, one from {{ ref('between') }} as b cross join between
