#!/usr/bin/env python3
"""Twenty tests of one table: fused, against one sequential scan of the table, and one by one.

Prints the median seconds of all and the ratios of the fused tests to the others. There are two scans, by psql: one
that looks once at each column that is tested (goal: at most twice that), and one that only counts the rows and looks at
none. `daybookctl test` also starts, reads the project, and records what it found.
"""
import statistics

from server import parser, server, timed

NOT_NULL = ["id", "account", "amount", "fee", "kind", "status", "paid_on", "loaded_at"]
FURTHER = {"id": ["dbt_utils.accepted_range: {min_value: 0}"],
           "account": ["dbt_utils.accepted_range: {min_value: 0}", "dbt_utils.expression_is_true: {expression: '< 100000'}"],
           "amount": ["dbt_utils.accepted_range: {min_value: 1, max_value: 1000000}",
                      "dbt_utils.expression_is_true: {expression: '> 0'}",
                      "dbt_utils.expression_is_true: {name: fee_within_amount, expression: '>= fee'}"],
           "fee": ["dbt_utils.accepted_range: {min_value: 0}", "dbt_utils.expression_is_true: {expression: '< 1000'}"],
           "kind": ["accepted_values: {values: [charge, payment, refund, transfer]}"],
           "status": ["accepted_values: {values: [success]}"],
           "paid_on": ["dbt_utils.accepted_range: {min_value: \"date '2026-01-01'\"}",
                       "dbt_utils.expression_is_true: {expression: \"< date '2030-01-01'\"}"]}


def tests():
    lines = ["models:", "  - name: ledger", "    columns:"]
    for column in NOT_NULL:
        lines += [f"      - name: {column}", "        data_tests:", "          - not_null"]
        lines += [f"          - {test}" for test in FURTHER.get(column, [])]
    return "\n".join(lines) + "\n"


def ratio(ours, theirs):
    return f"{statistics.median(a / b for a, b in zip(ours, theirs)):.2f}"


def main():
    options = parser(__doc__)
    options.add_argument("--rows", default=10_000_000, type=int)
    options = options.parse_args()
    with server(options) as bench:
        project = bench.project("scan", {
            "models/ledger.sql": "select n::bigint as id, (n % 99991)::int as account, (1 + n % 900000)::bigint as amount,"
                                 " (n % 2)::bigint as fee, (array['charge', 'payment', 'refund', 'transfer'])[1 + n % 4]"
                                 " as kind, 'success'::text as status, date '2026-01-01' + (n % 300)::int as paid_on,"
                                 " timestamptz '2026-11-22' as loaded_at"
                                 f" from generate_series(0, {options.rows} - 1) n",
            "models/ledger.yml": tests()})
        bench.daybook("run", project, "--schema", "bench")
        bench.psql("vacuum analyze bench.ledger")
        looking = "select " + ", ".join(f"count({column})" for column in NOT_NULL) + " from bench.ledger"
        fused, looks, counts, single = [], [], [], []
        for _ in range(options.rounds):
            fused.append(timed(lambda: bench.daybook("test", project, "--schema", "bench")))
            looks.append(timed(lambda: bench.psql(looking)))
            counts.append(timed(lambda: bench.psql("select count(*) from bench.ledger")))
        for _ in range(max(1, options.rounds // 3)):
            single.append(timed(lambda: bench.daybook("test", project, "--schema", "bench", "--no-fused-tests")))
        passed = bench.psql("select count(*) from daybook.run_node where state = 'pass' and run_id ="
                            " (select max(run_id) from daybook.run)").strip()
        print(f"{passed} tests on {options.rows} rows: fused {statistics.median(fused):.2f} s; against a scan that looks at"
              f" the columns {ratio(fused, looks)}, that only counts rows {ratio(fused, counts)}; one by one"
              f" {statistics.median(single):.2f} s, {statistics.median(single) / statistics.median(fused):.1f} times as"
              " long", flush=True)


if __name__ == "__main__":
    main()
