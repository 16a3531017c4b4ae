-- charge_ledger: money a customer puts into the wallet from a bank account.
--
-- Grain:      one row per successful charge.
-- Inputs:     wallet.transactions, as far as loaded by the watermark.
-- Invariants: the amount is a positive magnitude in won; one event is one row;
--             each charge has one deposit in the parent account, of the same amount, on the same business date.

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
    bank_reference,
    occurred_at,
    booked_at,
    loaded_at
from {{ source('wallet', 'transactions') }}
where type = 'charge'
  and status = 'success'
  and loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
