-- A row that arrives when its day has been reported changes a figure somebody has read, and may have signed.
--
-- Grain:      one failing row per late ledger row.
-- Inputs:     every ledger, closed_days.
-- Invariants: a row of a closed day was loaded no later than the day could be reported.

{{ config(
    meta={'daybook': {'label': {
        'en': 'No row arrived after its day was reported',
        'ko': '보고 이후 도착한 거래 없음'
    }}}
) }}

with entries as (
    {% for type in var('transaction_types') %}
    select '{{ type }}_ledger' as ledger, transaction_id as key, business_date, amount, occurred_at, loaded_at
    from {{ ref(type ~ '_ledger') }}
    union all
    {% endfor %}
    select 'bank_ledger', line_id, business_date, amount, transacted_at, loaded_at from {{ ref('bank_ledger') }}
    union all
    select 'card_ledger', line_id, business_date, amount, captured_at, loaded_at from {{ ref('card_ledger') }}
)

select
    e.business_date,
    e.ledger,
    e.key,
    e.amount,
    e.occurred_at,
    d.reported_at,
    e.loaded_at,
    e.loaded_at - d.reported_at as late_by
from entries as e
inner join {{ ref('closed_days') }} as d on d.business_date = e.business_date
where e.loaded_at > d.reported_at
order by e.business_date, e.ledger, e.key
