-- Each charge has its deposit and each withdrawal its withdrawal: no +1 here hides a -1 there.
--
-- Grain:      one failing row per reference that does not agree, on a closed business date of either side.
-- Inputs:     charge_ledger, withdrawal_ledger, bank_ledger, closed_days.
-- Invariants: same amount and same business date under the same reference; nothing is left over on either side.

{{ config(
    meta={'daybook': {'label': {
        'en': 'Each charge and withdrawal has its line in the parent account',
        'ko': '충전·출금 건별 모계좌 대사'
    }}}
) }}

with expected as (
    select 'charge' as transaction_type, bank_reference as reference, transaction_id, business_date, amount
    from {{ ref('charge_ledger') }}
    union all
    select 'withdrawal' as transaction_type, bank_reference as reference, transaction_id, business_date, amount
    from {{ ref('withdrawal_ledger') }}
),

actual as (
    select
        case kind when 'deposit' then 'charge' else 'withdrawal' end as transaction_type,
        reference, line_id, business_date, amount
    from {{ ref('bank_ledger') }}
    where kind in ('deposit', 'withdrawal')
)

select
    coalesce(e.business_date, a.business_date) as business_date,
    coalesce(e.transaction_type, a.transaction_type) as transaction_type,
    coalesce(e.reference, a.reference) as reference,
    e.transaction_id,
    a.line_id,
    e.business_date as wallet_date,
    a.business_date as bank_date,
    e.amount as wallet_amount,
    a.amount as bank_amount,
    coalesce(a.amount, 0) - coalesce(e.amount, 0) as difference
from expected as e
full join actual as a
    on a.reference = e.reference
    and a.transaction_type = e.transaction_type
where (
        e.business_date in (select business_date from {{ ref('closed_days') }})
        or a.business_date in (select business_date from {{ ref('closed_days') }})
    )
    and (
        e.amount is distinct from a.amount
        or e.business_date is distinct from a.business_date
    )
order by business_date, reference
