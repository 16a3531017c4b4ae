-- refund_ledger: money of a payment that goes back to the customer.
--
-- Grain:      one row per successful refund.
-- Inputs:     wallet.transactions, as far as loaded by the watermark.
-- Invariants: the amount is a positive magnitude in won; one event is one row;
--             each refund refers to a payment, and the refunds of a payment do not exceed it.

{{ config(indexes=[{'columns': ['business_date', 'transaction_id']}, {'columns': ['transaction_id']}]) }}

select
    id as transaction_id,
    event_id,
    ((occurred_at at time zone '{{ var("time_zone") }}') - interval '{{ var("cut_off") }}')::date as business_date,
    amount,
    currency,
    direction,
    customer_id,
    counterpart,
    refund_of,
    funding,
    card_reference,
    occurred_at,
    booked_at,
    loaded_at
from {{ source('wallet', 'transactions') }}
where type = 'refund'
  and status = 'success'
  and loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
