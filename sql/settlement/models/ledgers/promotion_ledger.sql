-- promotion_ledger: money the company gives to a customer.
--
-- Grain:      one row per successful promotion.
-- Inputs:     wallet.transactions, as far as loaded by the watermark.
-- Invariants: the amount is a positive magnitude in won; one event is one row;
--             a promotion is funded by the company: it has no line in the parent account.

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
    occurred_at,
    booked_at,
    loaded_at
from {{ source('wallet', 'transactions') }}
where type = 'promotion'
  and status = 'success'
  and loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
