-- Each card-funded payment has its sale and each refund of one its cancellation.
--
-- Grain:      one failing row per reference that does not agree, on a closed business date of either side.
-- Inputs:     payment_ledger, refund_ledger, card_ledger, closed_days.
-- Invariants: same amount and same business date under the same reference; nothing is left over on either side.

{{ config(
    meta={'daybook': {'label': {
        'en': 'Each card-funded payment and refund has its settlement line',
        'ko': '카드 결제·환불 건별 정산 대사'
    }}}
) }}

with expected as (
    select 'payment' as transaction_type, card_reference as reference, transaction_id, business_date, amount
    from {{ ref('payment_ledger') }}
    where funding = 'card'
    union all
    select 'refund' as transaction_type, card_reference as reference, transaction_id, business_date, amount
    from {{ ref('refund_ledger') }}
    where funding = 'card'
),

actual as (
    select
        case kind when 'sale' then 'payment' else 'refund' end as transaction_type,
        reference, line_id, business_date, amount
    from {{ ref('card_ledger') }}
)

select
    coalesce(e.business_date, a.business_date) as business_date,
    coalesce(e.transaction_type, a.transaction_type) as transaction_type,
    coalesce(e.reference, a.reference) as reference,
    e.transaction_id,
    a.line_id,
    e.business_date as wallet_date,
    a.business_date as card_date,
    e.amount as wallet_amount,
    a.amount as card_amount,
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
