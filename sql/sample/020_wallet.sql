-- The wallet service's transactions, as the hourly sync leaves them.
--
-- Grain:      wallet.transactions one row per delivery of an event; in a clean sample every event is delivered once.
-- Inputs:     sample.parameters.
-- Invariants: no row was loaded after sample.parameters.now_at; amounts are whole won, positive, without a sign;
--             every complete day has at least 24 rows, two successes of each type but refund, and a charge at either
--             end, 00:00:00.000 and 23:59:59.999 in Seoul; a day's rows are booked before the wallet closes it, at
--             00:30 of the next day; a refund comes after its payment was booked, and no payment is refunded twice.
-- The doubles below draw amounts; no amount is ever added up in one.

set local jit = off;
set local work_mem = '128MB';
set local maintenance_work_mem = '256MB';

create table wallet.transactions (
    id             bigint      not null,  -- the wallet's row
    event_id       text        not null,  -- the business key: one event is one movement of money
    delivery       smallint    not null,  -- 2 when the event was delivered a second time
    type           text        not null,
    status         text        not null,  -- success, failed, cancelled, pending
    direction      text        not null,  -- in, out, internal: seen from all wallets together
    amount         bigint,                -- won, a magnitude
    currency       text        not null,
    funding        text        not null,  -- bank, balance, card, company: where the money comes from
    customer_id    bigint      not null,
    counterpart    text        not null,  -- bank code, customer, merchant or campaign
    bank_reference text,                  -- of charges and withdrawals: the parent account's statement line
    card_reference text,                  -- of card-funded payments and their refunds: the acquirer's line
    refund_of      bigint,                -- of refunds: the payment's id
    occurred_at    timestamptz not null,
    booked_at      timestamptz not null,
    loaded_at      timestamptz not null
);
comment on table wallet.transactions is 'Wallet transactions, one row per delivered event';

-- Rows per day and hour: busy Fridays and paydays, quiet Sundays, lunch and evening peaks, slow growth.
insert into wallet.transactions
with day as (
    select p.*, date::date as date, number,
           (array[100, 97, 98, 101, 118, 112, 88])[extract(isodow from date)::integer]
               * case when extract(day from date) = 25 then 1.25 else 1 end
               * (1 + number * 0.001)
               * (0.94 + 0.12 * sample.draw(number, seed + 10)) as weight
      from sample.parameters p,
           generate_series((p.today - p.days)::timestamp, p.today::timestamp, interval '1 day')
               with ordinality as calendar (date, number)
), sized_day as (
    -- refunds, three in a hundred, come on top
    select *,
           greatest(24, round(rows * 0.97 * weight / sum(weight) filter (where date < today) over ()))::bigint as size
      from day
), numbered_day as (
    select *, (sum(size) over (order by date) - size)::bigint as rows_before
      from sized_day
), hour as (
    select number - 1 as hour,
           sum(weight) over (order by number) - weight as weight_before,
           weight,
           sum(weight) over () as total
      from unnest(array[9, 5, 3, 2, 2, 4, 10, 22, 40, 42, 46, 68, 96, 74, 52, 48, 52, 66, 92, 98, 80, 62, 40, 21])
           with ordinality as rhythm (weight, number)
), slot as (
    select d.seed, d.rows, d.today, d.now_at, d.size, d.rows_before,
           (d.date + h.hour * interval '1 hour') at time zone 'Asia/Seoul'        as hour_start,
           d.date::timestamp at time zone 'Asia/Seoul'                            as day_start,
           d.size * h.weight_before / h.total                                     as before,
           d.size * (h.weight_before + h.weight) / h.total - d.size * h.weight_before / h.total as count
      from numbered_day d cross join hour h
), drawn as (
    select s.seed, s.rows, s.today, s.now_at, s.day_start,
           s.rows_before + s.before + k as id,
           s.before + k                 as place,   -- within its day, from 1
           s.size,
           s.before + k - s.size / 2 between 0 and 9 as assured,   -- two of each type, around the middle of the day
           case s.before + k
               when 1      then s.day_start
               when s.size then s.day_start + interval '23:59:59.999'
               else s.hour_start + make_interval(secs =>
                        floor((k - 1 + sample.draw(s.rows_before + s.before + k, s.seed + 20)) / s.count * 3600000) / 1000)
           end as occurred_at,
           sample.draw(s.rows_before + s.before + k, s.seed + 30)   as type_draw,
           sample.draw(s.rows_before + s.before + k, s.seed + 40)   as status_draw,
           sample.draw(s.rows_before + s.before + k, s.seed + 50)   as funding_draw,
           sample.draw(s.rows_before + s.before + k, s.seed + 60)   as late_draw,
           sample.normal(s.rows_before + s.before + k, s.seed + 70) as size_draw
      from slot s, generate_series(1, s.count) as k
    offset 0
), typed as (
    select *,
           case
               when place in (1, size) then 'charge'
               when assured
                   then (array['charge', 'transfer', 'payment', 'promotion', 'withdrawal'])[(place - size / 2) % 5 + 1]
               when type_draw < 0.19 then 'charge'
               when type_draw < 0.35 then 'transfer'
               when type_draw < 0.85 then 'payment'
               when type_draw < 0.94 then 'promotion'
               else 'withdrawal'
           end as type,
           case
               when place in (1, size) or assured then 'success'
               when status_draw < 0.030 then 'failed'
               when status_draw < 0.045 then 'cancelled'
               when status_draw < 0.055 and occurred_at >= today::timestamp at time zone 'Asia/Seoul' then 'pending'
               else 'success'
           end as status,
           -- one row in 250 is booked hours late, and so is the last but one of each day; never after the day's closing
           case
               when late_draw < 0.004 or place = size - 1
                   then least(occurred_at + make_interval(secs => 3600 + floor(late_draw * 250 * 18000)),
                              day_start + interval '24 hours 29 minutes')
               else occurred_at + make_interval(secs => (50 + floor(3000 * late_draw)) / 1000)
           end as booked_at
      from drawn
    offset 0
), loaded as (
    select *, sample.next_sync(booked_at, interval '0') as loaded_at,
           type = 'payment' and funding_draw < 0.3 and not assured as by_card
      from typed
    offset 0
)
select id,
       lpad(to_hex(hashint8extended(id, seed + 1)), 16, '0'),
       1,
       type,
       status,
       case when type in ('charge', 'promotion') then 'in' when type = 'transfer' then 'internal' else 'out' end,
       case type
           when 'charge'     then 10000 * least(200, greatest(1, round(exp(0.9 + 0.9 * size_draw))))
           when 'transfer'   then 1000 * least(2000, greatest(1, round(exp(3.2 + 1.2 * size_draw))))
           when 'payment'    then least(3000000, greatest(100, round(exp(9.3 + 0.95 * size_draw))))
           when 'promotion'  then 50 * least(600, greatest(1, round(exp(3.0 + 0.9 * size_draw))))
           when 'withdrawal' then 1000 * least(5000, greatest(1, round(exp(4.2 + 1.0 * size_draw))))
       end::bigint,
       'KRW',
       case when type = 'charge' then 'bank' when type = 'promotion' then 'company' when by_card then 'card' else 'balance' end,
       100000 + floor((50 + rows / 40) * type_draw * funding_draw)::bigint,
       case type
           when 'transfer'  then 'C' || 100000 + floor((50 + rows / 40) * status_draw * funding_draw)::bigint
           when 'payment'   then 'M' || 1000 + floor(900 * funding_draw * type_draw)::integer
           when 'promotion' then 'campaign-' || 1 + floor(8 * funding_draw)::integer
           else (array['004', '011', '020', '081', '088', '090', '092'])[1 + floor(7 * funding_draw)::integer]
       end,
       case when type in ('charge', 'withdrawal') then 'B' || lpad(id::text, 12, '0') end,
       case when by_card then 'A' || lpad(id::text, 12, '0') end,
       null,
       occurred_at,
       booked_at,
       loaded_at
  from loaded
 where loaded_at <= now_at;

-- Refunds: some successful payments come back, whole or in part, minutes to days later, the way they were paid.
insert into wallet.transactions
with highest as (
    select max(id) as id from wallet.transactions
), refund as (
    select p.*, s.seed, s.now_at,
           p.booked_at + make_interval(secs => 600 + least(604800, floor(exp(11 + 1.2 * sample.normal(p.id, s.seed + 80)))))
               as refunded_at
      from wallet.transactions p cross join sample.parameters s
     where p.type = 'payment' and p.status = 'success' and sample.draw(p.id, s.seed + 90) < 0.065
), loaded as (
    select *, sample.next_sync(refunded_at + interval '800 ms', interval '0') as refund_loaded_at,
           (select h.id from highest h) + row_number() over (order by refunded_at, id) as refund_id
      from refund
)
select refund_id,
       lpad(to_hex(hashint8extended(refund_id, seed + 1)), 16, '0'),
       1,
       'refund',
       case when sample.draw(refund_id, seed + 40) < 0.02 then 'failed' else 'success' end,
       'in',
       case
           when sample.draw(refund_id, seed + 100) < 0.8 then amount
           else greatest(1, floor(amount * sample.draw(refund_id, seed + 110)))::bigint
       end,
       currency,
       funding,
       customer_id,
       counterpart,
       null,
       case when funding = 'card' then 'A' || lpad(refund_id::text, 12, '0') end,
       id,
       refunded_at,
       refunded_at + interval '800 ms',
       refund_loaded_at
  from loaded
 where refund_loaded_at <= now_at;

alter table wallet.transactions add primary key (id);
create index on wallet.transactions (refund_of) where refund_of is not null;
analyze wallet.transactions;
