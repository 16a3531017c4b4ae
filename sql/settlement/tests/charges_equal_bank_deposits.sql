-- What customers charged on a day is what arrived in the parent account that day, to the won.
--
-- Grain:      one failing row per closed business date.
-- Inputs:     charge_ledger, bank_ledger, closed_days.
-- Invariants: equal in count and in sum; a day that one side lacks altogether fails, too.

{{ config(
    meta={'daybook': {'label': {
        'en': 'Charges of a day equal the deposits into the parent account',
        'ko': '일별 충전 합계 = 모계좌 입금 합계'
    }}}
) }}

with charges as (
    select business_date, count(*) as count, sum(amount) as amount
    from {{ ref('charge_ledger') }}
    group by business_date
),

deposits as (
    select business_date, count(*) as count, sum(amount) as amount
    from {{ ref('bank_ledger') }}
    where kind = 'deposit'
    group by business_date
)

select
    d.business_date,
    'charge' as transaction_type,
    coalesce(c.count, 0) as charges,
    coalesce(b.count, 0) as deposits,
    coalesce(c.amount, 0) as charged,
    coalesce(b.amount, 0) as deposited,
    coalesce(b.amount, 0) - coalesce(c.amount, 0) as difference
from {{ ref('closed_days') }} as d
left join charges as c on c.business_date = d.business_date
left join deposits as b on b.business_date = d.business_date
where coalesce(c.count, 0) <> coalesce(b.count, 0)
   or coalesce(c.amount, 0) <> coalesce(b.amount, 0)
order by d.business_date
