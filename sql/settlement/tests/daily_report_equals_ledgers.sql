-- The report is its ledgers, no more and no less.
--
-- Grain:      one failing row per closed business date and transaction type.
-- Inputs:     the ledger of every transaction type, closed_days, daily_report.
-- Invariants: equal in count and in sum, in both directions.

{{ config(
    meta={'daybook': {'label': {
        'en': 'The report equals its ledgers',
        'ko': '보고서 = 원장 합계'
    }}}
) }}

with entries as (
    {% for type in var('transaction_types') %}
    select business_date, '{{ type }}' as transaction_type, amount from {{ ref(type ~ '_ledger') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

ledgers as (
    select e.business_date, e.transaction_type, count(*) as count, sum(e.amount) as amount
    from entries as e
    inner join {{ ref('closed_days') }} as d on d.business_date = e.business_date
    group by e.business_date, e.transaction_type
)

select
    coalesce(s.business_date, r.business_date) as business_date,
    coalesce(s.transaction_type, r.transaction_type) as transaction_type,
    coalesce(s.count, 0) as expected_count,
    coalesce(r.transaction_count, 0) as actual_count,
    coalesce(s.amount, 0) as expected_amount,
    coalesce(r.total_amount, 0) as actual_amount,
    coalesce(r.total_amount, 0) - coalesce(s.amount, 0) as difference
from ledgers as s
full join {{ ref('daily_report') }} as r
    on r.business_date = s.business_date
    and r.transaction_type = s.transaction_type
where s.count is distinct from r.transaction_count
   or s.amount is distinct from r.total_amount
order by business_date, transaction_type
