-- The report has every type and every day that the source has: no UNION ALL left one out, no filter swallowed rows.
--
-- Grain:      one failing row per closed business date and transaction type.
-- Inputs:     wallet.transactions as far as loaded by the watermark, closed_days, daily_report.
-- Invariants: equal in count and in sum, in both directions, whatever types the source has.

{{ config(
    meta={'daybook': {'label': {
        'en': 'The report covers every type and day of the source',
        'ko': '보고서가 원천의 모든 유형·일자를 포함'
    }}}
) }}

with source_rows as (
    select
        ((occurred_at at time zone '{{ var("time_zone") }}') - interval '{{ var("cut_off") }}')::date as business_date,
        type as transaction_type,
        count(*) as count,
        sum(amount) as amount
    from {{ source('wallet', 'transactions') }}
    where status = 'success'
      and loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
    group by 1, 2
),

closed_source as (
    select s.*
    from source_rows as s
    inner join {{ ref('closed_days') }} as d on d.business_date = s.business_date
)

select
    coalesce(s.business_date, r.business_date) as business_date,
    coalesce(s.transaction_type, r.transaction_type) as transaction_type,
    coalesce(s.count, 0) as expected_count,
    coalesce(r.transaction_count, 0) as actual_count,
    coalesce(s.amount, 0) as expected_amount,
    coalesce(r.total_amount, 0) as actual_amount,
    coalesce(r.total_amount, 0) - coalesce(s.amount, 0) as difference
from closed_source as s
full join {{ ref('daily_report') }} as r
    on r.business_date = s.business_date
    and r.transaction_type = s.transaction_type
where s.count is distinct from r.transaction_count
   or s.amount is distinct from r.total_amount
order by business_date, transaction_type
