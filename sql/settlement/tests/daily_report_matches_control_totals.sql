-- The report says what the wallet said when it closed the day.
--
-- Grain:      one failing row per reported business date and transaction type.
-- Inputs:     wallet.daily_control_totals as far as loaded by the watermark, daily_report.
-- Invariants: equal in count and in sum; what is reported has been closed.
--             (A type missing from the report is another check's: daily_report_has_every_closed_type.)

{{ config(
    meta={'daybook': {'label': {
        'en': 'The report matches the closing totals of the wallet',
        'ko': '보고서 = 월렛 마감 집계'
    }}}
) }}

select
    r.business_date,
    r.transaction_type,
    t.transaction_count as expected_count,
    r.transaction_count as actual_count,
    t.total_amount as expected_amount,
    r.total_amount as actual_amount,
    coalesce(r.total_amount, 0) - coalesce(t.total_amount, 0) as difference
from {{ ref('daily_report') }} as r
left join {{ source('wallet', 'daily_control_totals') }} as t
    on t.business_date = r.business_date
    and t.type = r.transaction_type
    and t.loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
where t.transaction_count is distinct from r.transaction_count
   or t.total_amount is distinct from r.total_amount
order by r.business_date, r.transaction_type
