-- card_ledger: what the card acquirers settle, the witness of card-funded payments and their refunds.
--
-- Grain:      one row per settlement line.
-- Inputs:     card.settlements, as far as loaded by the watermark.
-- Invariants: the amount is a positive magnitude in won; net_amount = amount - fee; a line belongs to the business day of
--             its capture, whenever it pays; it carries the wallet's reference.

{{ config(indexes=[{'columns': ['business_date', 'line_id']}]) }}

select
    id as line_id,
    ((captured_at at time zone '{{ var("time_zone") }}') - interval '{{ var("cut_off") }}')::date as business_date,
    kind,
    direction,
    amount,
    fee,
    net_amount,
    currency,
    reference,
    acquirer,
    captured_at,
    pays_on,
    booked_at,
    loaded_at
from {{ source('card', 'settlements') }}
where loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
