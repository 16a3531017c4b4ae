-- Every day that is over is in the report: a day is not complete because nobody asked for it.
--
-- Grain:      one failing row per business date.
-- Inputs:     wallet.transactions as far as loaded by the watermark, closed_days, daily_report.
-- Invariants: from the first day of the source to the last that ended freshness_hours ago, no day is missing;
--             an empty source fails.

{{ config(
    meta={'daybook': {'label': {
        'en': 'Every day that is over is reported',
        'ko': '종료된 모든 영업일이 보고됨'
    }}}
) }}

with span as (
    select
        ((min(occurred_at) at time zone '{{ var("time_zone") }}') - interval '{{ var("cut_off") }}')::date as first_date,
        (('{{ var("as_of", run_started_at) }}'::timestamptz - interval '{{ var("freshness_hours") }} hours')
            at time zone '{{ var("time_zone") }}' - interval '{{ var("cut_off") }}')::date - 1 as last_date
    from {{ source('wallet', 'transactions') }}
    where loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
),

expected as (
    select coalesce(first_date, last_date) + n as business_date
    from span, generate_series(0, greatest(last_date - coalesce(first_date, last_date), 0)) as n
)

select
    e.business_date,
    'a closed day with transactions in the report' as expected,
    case
        when d.business_date is null then 'not closed, or a source not loaded since'
        else 'closed, but without a row in the report'
    end as actual
from expected as e
left join {{ ref('closed_days') }} as d on d.business_date = e.business_date
where not exists (select 1 from {{ ref('daily_report') }} as r where r.business_date = e.business_date)
order by e.business_date
