-- What goes back is at most what was paid.
--
-- Grain:      one failing row per payment.
-- Inputs:     refund_ledger, payment_ledger.
-- Invariants: the refunds of a payment together do not exceed its amount.

{{ config(
    meta={'daybook': {'label': {
        'en': 'Refunds do not exceed their payment',
        'ko': '환불액은 원결제액 이하'
    }}}
) }}

select
    p.business_date,
    p.transaction_id as payment_id,
    p.amount as paid,
    sum(r.amount) as refunded,
    sum(r.amount) - p.amount as difference
from {{ ref('refund_ledger') }} as r
inner join {{ ref('payment_ledger') }} as p on p.transaction_id = r.refund_of
group by p.business_date, p.transaction_id, p.amount
having sum(r.amount) > p.amount
order by p.business_date, p.transaction_id
