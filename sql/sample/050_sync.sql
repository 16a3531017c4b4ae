-- What proves that the sources are whole: the sync's log, and the totals by which the wallet closes a day.
--
-- Grain:      sync.loads one row per relation and load, also when a load brought no row;
--             wallet.daily_control_totals one row per business date and transaction type, also when there was none.
-- Inputs:     sample.parameters, wallet.transactions.
-- Invariants: everything booked in a relation before a load's loaded_at has been loaded by it; the wallet closes a day
--             at 00:30 of the next in Seoul, and the totals come with the first load after that.

set local jit = off;
set local work_mem = '128MB';

create table sync.loads (
    relation  text        not null,
    loaded_at timestamptz not null,
    primary key (relation, loaded_at)
);
comment on table sync.loads is 'Log of the hourly sync';

insert into sync.loads
select relation, loaded_at
  from sample.parameters p,
       (values ('wallet.transactions', interval '0 seconds'),
               ('wallet.daily_control_totals', interval '0 seconds'),
               ('bank.statement_lines', interval '20 seconds'),
               ('card.settlements', interval '40 seconds')) as synced (relation, delay),
       generate_series(((p.today - p.days)::timestamp at time zone 'Asia/Seoul') + interval '5 minutes' + delay,
                       p.now_at, interval '1 hour') as loaded_at;

create table wallet.daily_control_totals (
    business_date     date        not null,
    type              text        not null,
    transaction_count bigint      not null,
    total_amount      numeric     not null,  -- won
    closed_at         timestamptz not null,
    loaded_at         timestamptz not null,
    primary key (business_date, type)
);
comment on table wallet.daily_control_totals is 'Successful transactions of a day by type, as the wallet closed it';

insert into wallet.daily_control_totals
with closing as (
    select date::date as business_date,
           (date + interval '1 day 30 minutes') at time zone 'Asia/Seoul' as closed_at,
           sample.next_sync((date + interval '1 day 30 minutes') at time zone 'Asia/Seoul', interval '0') as loaded_at
      from sample.parameters p, generate_series((p.today - p.days)::timestamp, (p.today - 1)::timestamp, interval '1 day') as date
     where sample.next_sync((date + interval '1 day 30 minutes') at time zone 'Asia/Seoul', interval '0') <= p.now_at
), total as (
    select (occurred_at at time zone 'Asia/Seoul')::date as business_date, type, count(*) as count, sum(amount) as amount
      from wallet.transactions
     where status = 'success'
     group by 1, 2
)
select c.business_date, k.type, coalesce(t.count, 0), coalesce(t.amount, 0), c.closed_at, c.loaded_at
  from closing c
 cross join (values ('charge'), ('transfer'), ('payment'), ('promotion'), ('refund'), ('withdrawal')) as k (type)
  left join total t on t.business_date = c.business_date and t.type = k.type;

analyze sync.loads;
analyze wallet.daily_control_totals;
