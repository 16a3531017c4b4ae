-- A type that the wallet closed with transactions is in the report of that day; none is silently missing.
--
-- Grain:      one failing row per closed business date and missing transaction type.
-- Inputs:     wallet.daily_control_totals as far as loaded by the watermark, closed_days, daily_report.
-- Invariants: a type closed with no transaction may be missing, any other may not.

{{ config(
    meta={'daybook': {'label': {
        'en': 'No type of a day is missing from the report',
        'ko': '유형 누락 없음 (일별)'
    }}}
) }}

select
    t.business_date,
    t.type as transaction_type,
    t.transaction_count as expected_count,
    0 as actual_count,
    t.total_amount as expected_amount,
    0 as actual_amount,
    - t.total_amount as difference
from {{ source('wallet', 'daily_control_totals') }} as t
inner join {{ ref('closed_days') }} as d on d.business_date = t.business_date
where t.transaction_count > 0
  and t.loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
  and not exists (
    select 1 from {{ ref('daily_report') }} as r
    where r.business_date = t.business_date and r.transaction_type = t.type
  )
order by t.business_date, t.type
