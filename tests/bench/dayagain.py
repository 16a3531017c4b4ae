#!/usr/bin/env python3
"""One day of a year's ledger, built again: against the same statements of one day in psql, and against the whole.

Prints two ratios of medians, measured in turn in one run: the day against psql's day (what Daybook adds), and the day
against the whole rebuild (a day of 365 should cost about a day). The ledger is incremental by business date, has an
index on it and on its key, and is tested for nulls, ranges and unique keys.
"""
import statistics

from server import parser, server, timed

MODEL = """{{ config(materialized='incremental', unique_key='business_date',
          indexes=[{'columns': ['business_date']}, {'columns': ['id']}]) }}
select id, (paid_at at time zone 'Asia/Seoul')::date as business_date, amount, kind
from bench_raw.payments
{% if is_incremental() %}
where paid_at >= timestamp '2026-06-30' at time zone 'Asia/Seoul'
  and paid_at < timestamp '2026-07-01' at time zone 'Asia/Seoul'
{% endif %}
"""

CHECKS = """models:
  - name: year_ledger
    columns:
      - name: id
        data_tests: [not_null, unique]
      - name: business_date
        data_tests: [not_null]
      - name: amount
        data_tests:
          - not_null
          - dbt_utils.accepted_range: {min_value: 1, max_value: 1000000}
      - name: kind
        data_tests:
          - accepted_values: {values: [payment, refund]}
"""

DAY_IN_PSQL = """
create schema bench_day;
create table bench_day.fresh as
select id, (paid_at at time zone 'Asia/Seoul')::date as business_date, amount, kind
from bench_raw.payments
where paid_at >= timestamp '2026-06-30' at time zone 'Asia/Seoul'
  and paid_at < timestamp '2026-07-01' at time zone 'Asia/Seoul';
analyze bench_day.fresh;
select count(*) filter (where id is null), count(*) filter (where business_date is null),
    count(*) filter (where amount is null), count(*) filter (where amount not between 1 and 1000000),
    count(distinct kind) filter (where kind not in ('payment', 'refund'))
from bench_day.fresh;
select count(*) from bench_day.fresh f
where exists (select 1 from bench.year_ledger l where l.id = f.id and l.business_date <> f.business_date);
begin;
delete from bench.year_ledger where business_date in (select business_date from bench_day.fresh);
insert into bench.year_ledger select * from bench_day.fresh;
drop schema bench_day cascade;
commit;
"""


def main():
    options = parser(__doc__)
    options.add_argument("--rows-a-day", default=10_000, type=int)
    options = options.parse_args()
    with server(options) as bench:
        project = bench.project("year", {"models/year_ledger.sql": MODEL, "models/year_ledger.yml": CHECKS})

        def build(*more):
            bench.daybook("build", project, "--schema", "bench", *more)

        bench.psql("create schema bench_raw; create table bench_raw.payments as select n as id,"
                   f" timestamptz '2026-01-01 00:00+09' + n * interval '1 day' / {options.rows_a_day} as paid_at,"
                   " (1 + n % 1000)::bigint as amount, case when n % 9 = 0 then 'refund' else 'payment' end as kind"
                   f" from generate_series(0, 365 * {options.rows_a_day} - 1) n;"
                   " create index on bench_raw.payments (paid_at); analyze bench_raw.payments")
        whole = statistics.median(timed(lambda: build("--full-refresh")) for _ in range(3))
        bench.psql("analyze bench.year_ledger")
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(timed(build))
            theirs.append(timed(lambda: bench.psql(DAY_IN_PSQL)))
        rows = bench.psql("select count(*), count(distinct id) from bench.year_ledger").strip()
        expected = 365 * options.rows_a_day
        if rows != f"{expected}|{expected}":
            raise SystemExit(f"the ledger has {rows} rows and keys instead of {expected}")
        day = statistics.median(ours)
        print(f"a day again in {365 * options.rows_a_day} rows: {day:.2f} s; psql's day {statistics.median(theirs):.2f}"
              f" s, ratio {statistics.median(a / b for a, b in zip(ours, theirs)):.2f}; the whole {whole:.2f} s,"
              f" the day is 1/{whole / day:.0f} of it", flush=True)


if __name__ == "__main__":
    main()
