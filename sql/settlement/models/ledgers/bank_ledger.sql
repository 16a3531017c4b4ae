-- bank_ledger: what moved on the parent account, the witness of charges and withdrawals.
--
-- Grain:      one row per statement line.
-- Inputs:     bank.statement_lines, as far as loaded by the watermark.
-- Invariants: the amount is a positive magnitude in won; a line belongs to the business day in which the bank took the
--             order, even when it posted the line on the next; a deposit or withdrawal carries the wallet's reference.

{{ config(indexes=[{'columns': ['business_date', 'line_id']}]) }}

select
    id as line_id,
    ((transacted_at at time zone '{{ var("time_zone") }}') - interval '{{ var("cut_off") }}')::date as business_date,
    kind,
    direction,
    amount,
    currency,
    reference,
    account,
    transacted_at,
    value_date,
    booked_at,
    loaded_at
from {{ source('bank', 'statement_lines') }}
where loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
