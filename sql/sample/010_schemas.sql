-- The sample's own schemas, its parameters, and the draw that replaces random().
--
-- Grain:      sample.parameters one row; sample.planted_truth one row per planted defect (none in a clean sample).
-- Inputs:     the settings sample.seed, sample.days, sample.rows, sample.today, sample.now (README.md); all optional.
-- Invariants: touches only the schemas sample, sync, wallet, bank and card, and refuses to when one of them exists
--             but was not made by the sample; the same settings give the same rows.

do $$
declare
    strangers text;
begin
    select string_agg(quote_ident(nspname), ', ' order by nspname) into strangers
      from pg_namespace
     where nspname in ('sample', 'sync', 'wallet', 'bank', 'card')
       and obj_description(oid, 'pg_namespace') is distinct from 'Daybook sample data';
    if strangers is not null then
        raise exception 'The sample would replace schemas it did not make: %', strangers
            using hint = 'Load the sample into a database of its own, or rename or drop those schemas first.';
    end if;
end
$$;

drop schema if exists sample, sync, wallet, bank, card cascade;

create schema sample;
create schema sync;
create schema wallet;
create schema bank;
create schema card;
comment on schema sample is 'Daybook sample data';
comment on schema sync   is 'Daybook sample data';
comment on schema wallet is 'Daybook sample data';
comment on schema bank   is 'Daybook sample data';
comment on schema card   is 'Daybook sample data';

create table sample.parameters (
    seed   bigint      not null,
    days   integer     not null constraint "sample.days is between 1 and 3660" check (days between 1 and 3660),
    rows   bigint      not null constraint "sample.rows is at least 1" check (rows >= 1),
    now_at timestamptz not null,  -- where the sample ends: nothing loaded later exists
    today  date        not null   -- the business day that now_at falls on, in Seoul
);

-- sample.now is a moment and wins; sample.today alone means now when it is today, else 14:30 in Seoul on that date.
insert into sample.parameters
with setting as (
    select coalesce(nullif(current_setting('sample.seed', true), ''), '1')::bigint      as seed,
           coalesce(nullif(current_setting('sample.days', true), ''), '90')::integer    as days,
           coalesce(nullif(current_setting('sample.rows', true), ''), '200000')::bigint as rows,
           nullif(current_setting('sample.today', true), '')::date                      as today,
           nullif(current_setting('sample.now', true), '')::timestamptz                 as now_at
), moment as (
    select seed, days, rows,
           case
               when now_at is not null then now_at
               when today <> (now() at time zone 'Asia/Seoul')::date
                   then (today + time '14:30') at time zone 'Asia/Seoul'
               else now()
           end as now_at
      from setting
)
select seed, days, rows, now_at, (now_at at time zone 'Asia/Seoul')::date from moment;

-- A uniform draw in (0, 1): the same key and salt always give the same value, in any order, on any machine.
create function sample.draw(key bigint, salt bigint) returns double precision
    language sql immutable parallel safe
    as $$ select ((hashint8extended(key, salt) & 9007199254740991) + 0.5::double precision) / 9007199254740992 $$;

-- A standard normal draw, for long-tailed amounts and delays.
create function sample.normal(key bigint, salt bigint) returns double precision
    language sql immutable parallel safe
    as $$ select sqrt(-2 * ln(sample.draw(key, salt))) * cos(2 * pi() * sample.draw(key, salt + 1)) $$;

-- When the hourly sync brings a row booked at that moment: five minutes past the hour, plus the table's own delay.
-- Stable, as timestamptz + interval is: declared immutable it would not be inlined, and cost ten times as much.
create function sample.next_sync(booked_at timestamptz, delay interval) returns timestamptz
    language sql stable parallel safe
    as $$ select date_trunc('hour', booked_at - (interval '5 minutes' + delay), 'UTC') + interval '65 minutes' + delay $$;

-- What 090_defects.sql has planted. `key` identifies the offending rows: a transaction, an event, a type or a reference.
create table sample.planted_truth (
    defect        text primary key,
    check_name    text   not null,                -- the check that must fail
    also_fails    text[] not null default '{}',   -- checks that cannot but fail with it
    relation      text   not null,                -- where it was planted
    business_date date   not null,
    key           text,
    expected      text,
    actual        text,
    description   text   not null
);
