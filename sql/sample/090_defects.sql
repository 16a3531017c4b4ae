-- The defects that a close must not survive, planted one by one, each with the truth about it.
--
-- Grain:      sample.planted_truth one row per planted defect.
-- Inputs:     the setting sample.defects (a comma list of names, or all, the default); sample.parameters and every source.
-- Invariants: a defect harms one row, or one day of one type, and no other defect touches the same; what it harms depends
--             on the seed alone, not on which others are planted; a defect that is planted already is left as it is.

set local jit = off;

-- The defects wanted, and the day each one falls on, counted back from the last that is closed and wholly loaded.
create temporary table wanted_defect on commit drop as
with known (defect, days_back) as (
    values ('null_amount', 0), ('zero_amount', 1), ('delivered_twice', 2), ('unmodelled_type', 0),
           ('deposit_short_by_one', 0), ('missing_type', 1), ('late_row', 3)
), closed as (
    select business_date, row_number() over (order by business_date desc) - 1 as days_back, count(*) over () as days
      from (select distinct business_date from wallet.daily_control_totals
             where closed_at <= (select min(last) from (select max(loaded_at) as last from sync.loads group by relation) l)) d
), asked as (
    select trim(name) as name
      from unnest(string_to_array(coalesce(nullif(current_setting('sample.defects', true), ''), 'all'), ',')) as name
)
select a.name, k.defect, c.business_date
  from asked a
  left join known k on k.defect = a.name or a.name = 'all'
  left join closed c on c.days_back = least(k.days_back, c.days - 1)
 where k.defect is null or k.defect not in (select defect from sample.planted_truth);

do $$
declare
    unknown text := (select string_agg(quote_literal(name), ', ') from wanted_defect where defect is null);
begin
    if unknown is not null then
        raise exception 'sample.defects names a defect that does not exist: %', unknown
            using hint = 'Known are null_amount, zero_amount, delivered_twice, unmodelled_type, deposit_short_by_one, '
                         'missing_type, late_row, and all.';
    end if;
end
$$;

-- Successful rows of those days that no other row refers to, in an order of the seed's.
create temporary table victim on commit drop as
select w.defect, w.business_date, t.*,
       row_number() over (partition by w.defect, t.type order by sample.draw(t.id, p.seed + 900), t.id) as turn
  from (select distinct defect, business_date from wanted_defect) w
 cross join sample.parameters p
  join wallet.transactions t
    on t.occurred_at >= w.business_date::timestamp at time zone 'Asia/Seoul'
   and t.occurred_at < (w.business_date + 1)::timestamp at time zone 'Asia/Seoul'
 where t.status = 'success'
   and t.funding <> 'card'
   and not exists (select 1 from wallet.transactions r where r.refund_of = t.id);

-- A payment without an amount.
with planted as (
    update wallet.transactions t set amount = null
      from victim v
     where v.defect = 'null_amount' and v.type = 'payment' and v.turn = 1 and t.id = v.id
    returning v.business_date, v.id, v.amount
)
insert into sample.planted_truth
select 'null_amount', 'payment_ledger_amount_is_not_null', '{daily_report_matches_control_totals}', 'wallet.transactions',
       business_date, id::text, amount::text, null, 'a successful payment without an amount'
  from planted;

-- A promotion of zero won.
with planted as (
    update wallet.transactions t set amount = 0
      from victim v
     where v.defect = 'zero_amount' and v.type = 'promotion' and v.turn = 1 and t.id = v.id
    returning v.business_date, v.id, v.amount
)
insert into sample.planted_truth
select 'zero_amount', 'promotion_ledger_amount_is_positive', '{daily_report_matches_control_totals}', 'wallet.transactions',
       business_date, id::text, amount::text, '0', 'a successful promotion of zero won'
  from planted;

-- A transfer delivered a second time: another row, the same event.
with planted as (
    insert into wallet.transactions
    select m.id + 1, v.event_id, 2, v.type, v.status, v.direction, v.amount, v.currency, v.funding, v.customer_id, v.counterpart,
           v.bank_reference, v.card_reference, v.refund_of, v.occurred_at, v.booked_at, v.loaded_at
      from victim v, (select max(id) as id from wallet.transactions) m
     where v.defect = 'delivered_twice' and v.type = 'transfer' and v.turn = 1
    returning event_id, id
)
insert into sample.planted_truth
select 'delivered_twice', 'transfer_ledger_event_id_is_unique', '{daily_report_matches_control_totals}', 'wallet.transactions',
       v.business_date, p.event_id, '1', '2', format('transfer %s was delivered again as %s', v.id, p.id)
  from planted p join victim v on v.event_id = p.event_id and v.defect = 'delivered_twice';

-- A new type, that the wallet knows (and closes its day with) and nobody modelled.
with planted as (
    insert into wallet.transactions
    select m.id + 1, lpad(to_hex(hashint8extended(m.id + 1, p.seed + 1)), 16, '0'), 1, 'cashback', 'success', 'in', 700, v.currency,
           'company', v.customer_id, 'campaign-9', null, null, null, v.occurred_at, v.booked_at, v.loaded_at
      from victim v, (select max(id) as id from wallet.transactions) m, sample.parameters p
     where v.defect = 'unmodelled_type' and v.type = 'promotion' and v.turn = 1
    returning id, amount
), closing as (
    insert into wallet.daily_control_totals
    select t.business_date, 'cashback', 1, p.amount, t.closed_at, t.loaded_at
      from planted p, wanted_defect w
      join wallet.daily_control_totals t on t.business_date = w.business_date and t.type = 'promotion'
     where w.defect = 'unmodelled_type'
    returning business_date
)
insert into sample.planted_truth
select 'unmodelled_type', 'daily_report_covers_source', '{wallet_transactions_type_is_modelled, daily_report_has_every_closed_type}',
       'wallet.transactions', c.business_date, 'cashback', '1', '0', format('transaction %s is of a type without a ledger', p.id)
  from planted p, closing c;

-- A deposit in the parent account one won short of its charge.
with planted as (
    update bank.statement_lines b set amount = b.amount - 1
      from victim v
     where v.defect = 'deposit_short_by_one' and v.type = 'charge' and v.turn = 1 and b.reference = v.bank_reference
    returning v.business_date, b.reference, v.amount, b.amount as short
)
insert into sample.planted_truth
select 'deposit_short_by_one', 'charges_equal_bank_deposits', '{bank_lines_match_transactions}', 'bank.statement_lines',
       business_date, reference, amount::text, short::text, 'the bank deposited one won less than was charged'
  from planted;

-- A day without any withdrawal: the sync lost them, while the wallet closed the day with them and the bank paid them out.
with planted as (
    delete from wallet.transactions t
     using (select distinct business_date from wanted_defect where defect = 'missing_type') w
     where t.type = 'withdrawal'
       and t.occurred_at >= w.business_date::timestamp at time zone 'Asia/Seoul'
       and t.occurred_at < (w.business_date + 1)::timestamp at time zone 'Asia/Seoul'
    returning w.business_date, t.status
)
insert into sample.planted_truth
select 'missing_type', 'daily_report_has_every_closed_type', '{bank_lines_match_transactions}', 'wallet.transactions',
       business_date, 'withdrawal', (count(*) filter (where status = 'success'))::text, '0', 'no withdrawal of the day was loaded'
  from planted
 group by business_date;

-- A transfer that came with the last load, after its day was reported.
with planted as (
    insert into wallet.transactions
    select m.id + 1, lpad(to_hex(hashint8extended(m.id + 1, p.seed + 1)), 16, '0'), 1, v.type, v.status, v.direction, v.amount,
           v.currency, v.funding, v.customer_id, v.counterpart, null, null, null, v.occurred_at,
           l.loaded_at - interval '10 minutes', l.loaded_at
      from victim v, (select max(id) as id from wallet.transactions) m, sample.parameters p,
           (select max(loaded_at) as loaded_at from sync.loads where relation = 'wallet.transactions') l
     where v.defect = 'late_row' and v.type = 'transfer' and v.turn = 2
       and l.loaded_at > (select max(c.loaded_at) from wallet.daily_control_totals c where c.business_date = v.business_date)
    returning id, loaded_at
)
insert into sample.planted_truth
select 'late_row', 'no_row_arrived_after_its_day_was_reported', '{daily_report_matches_control_totals}', 'wallet.transactions',
       w.business_date, p.id::text, 'not loaded later than the day was reported', format('loaded at %s', p.loaded_at),
       'a successful transfer arrived after its day was reported'
  from planted p, (select distinct business_date from wanted_defect where defect = 'late_row') w;

do $$
declare
    missed text := (select string_agg(distinct defect, ', ') from wanted_defect
                     where defect not in (select defect from sample.planted_truth));
begin
    if missed is not null then
        raise exception 'The sample has nothing to plant these defects in: %', missed
            using hint = 'Raise sample.days to 2 or more, or choose another sample.seed.';
    end if;
end
$$;
