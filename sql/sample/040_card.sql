-- The acquirer's settlement lines for payments funded by card, and for their refunds.
--
-- Grain:      one row per settlement line.
-- Inputs:     sample.parameters, wallet.transactions.
-- Invariants: in a clean sample each successful card-funded payment has one sale and each successful refund of one has
--             one cancellation, of the same amount, found by the reference; net_amount = amount - fee;
--             no line was loaded after sample.parameters.now_at.

set local jit = off;
set local work_mem = '128MB';
set local maintenance_work_mem = '256MB';

create table card.settlements (
    id          bigint      not null,
    acquirer    text        not null,
    kind        text        not null,  -- sale, cancellation
    direction   text        not null,  -- in, out: seen from us
    amount      bigint,                -- won, a magnitude
    fee         bigint      not null,  -- the acquirer keeps it; none on cancellations
    net_amount  bigint      not null,
    currency    text        not null,
    reference   text,                  -- the wallet's card_reference
    captured_at timestamptz not null,
    pays_on     date        not null,  -- two days after capture
    booked_at   timestamptz not null,
    loaded_at   timestamptz not null
);
comment on table card.settlements is 'Settlement lines of the card acquirers';

insert into card.settlements
with line as (
    select t.*, p.now_at,
           'acquirer-' || 1 + floor(3 * sample.draw(t.customer_id, p.seed + 300))::integer as acquirer,
           case when type = 'payment' then (t.amount * 180 + 5000) / 10000 else 0 end as fee,   -- 1.8 %, half up
           t.occurred_at + interval '2 seconds' as line_booked_at
      from wallet.transactions t cross join sample.parameters p
     where t.status = 'success' and t.type in ('payment', 'refund') and t.funding = 'card'
), loaded as (
    select *, sample.next_sync(line_booked_at, interval '40 seconds') as line_loaded_at from line
)
select row_number() over (order by occurred_at, id), acquirer,
       case type when 'payment' then 'sale' else 'cancellation' end,
       case type when 'payment' then 'in' else 'out' end,
       amount, fee, amount - fee, currency, card_reference,
       occurred_at, (occurred_at at time zone 'Asia/Seoul')::date + 2, line_booked_at, line_loaded_at
  from loaded
 where line_loaded_at <= now_at;

alter table card.settlements add primary key (id);
create index on card.settlements (reference);
analyze card.settlements;
