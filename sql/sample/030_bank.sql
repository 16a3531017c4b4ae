-- The parent account's statement: where customers' charges arrive and withdrawals leave.
--
-- Grain:      one row per statement line.
-- Inputs:     sample.parameters, wallet.transactions.
-- Invariants: in a clean sample each successful charge has one deposit and each successful withdrawal one withdrawal,
--             of the same amount and transacted at the same moment, found by the reference; a line of the last
--             second of a day is booked on the next; no line was loaded after sample.parameters.now_at.

set local jit = off;
set local work_mem = '128MB';
set local maintenance_work_mem = '256MB';

create table bank.statement_lines (
    id            bigint      not null,
    account       text        not null,
    kind          text        not null,  -- deposit, withdrawal, fee
    direction     text        not null,  -- in, out: seen from the account
    amount        bigint,                -- won, a magnitude
    currency      text        not null,
    reference     text,                  -- the wallet's bank_reference; none on fees
    transacted_at timestamptz not null,  -- when the bank took the order
    value_date    date        not null,  -- that moment's date in Seoul
    booked_at     timestamptz not null,  -- when the line was posted
    loaded_at     timestamptz not null
);
comment on table bank.statement_lines is 'Statement lines of the parent account';

insert into bank.statement_lines
with movement as (
    select t.id as transaction_id,
           case type when 'charge' then 'deposit' else 'withdrawal' end as kind,
           case type when 'charge' then 'in' else 'out' end             as direction,
           amount, currency, bank_reference as reference, occurred_at as transacted_at,
           -- one line in 500 is posted hours late, in time for the closing
           case
               when sample.draw(t.id, p.seed + 200) < 0.002
                   then least(occurred_at + interval '3 hours',
                              date_trunc('day', occurred_at, 'Asia/Seoul') + interval '24 hours 29 minutes')
               else occurred_at + make_interval(secs => (1000 + floor(4000 * sample.draw(t.id, p.seed + 210))) / 1000)
           end as booked_at
      from wallet.transactions t cross join sample.parameters p
     where t.status = 'success' and t.type in ('charge', 'withdrawal')
), withdrawal_day as (
    select value_date, count(*) as withdrawals
      from (select (transacted_at at time zone 'Asia/Seoul')::date as value_date from movement where kind = 'withdrawal') w
     group by value_date
), fee as (
    select 0, 'fee', 'out', 300 + 50 * withdrawals, 'KRW', null::text,
           (value_date + time '23:30') at time zone 'Asia/Seoul',
           (value_date + time '23:31') at time zone 'Asia/Seoul'
      from withdrawal_day
), line as (
    select * from movement
    union all
    select * from fee
), loaded as (
    select *, sample.next_sync(booked_at, interval '20 seconds') as loaded_at from line
)
select row_number() over (order by transacted_at, transaction_id), 'KRW-PARENT-01', kind, direction, amount, currency, reference,
       transacted_at, (transacted_at at time zone 'Asia/Seoul')::date, booked_at, loaded_at
  from loaded
 where loaded_at <= (select now_at from sample.parameters);

alter table bank.statement_lines add primary key (id);
create index on bank.statement_lines (reference);
analyze bank.statement_lines;
