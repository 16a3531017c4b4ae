#!/usr/bin/env python3
"""A build against psql running the same statements, in one run, in turn.

Prints, per project and number of connections, the median seconds of both and their ratio (the goal of the ratio is
1.2 at most for the settlement project and 1.15 for many small models). psql gets the statements of a build as
they were recorded, in the same order of dependency, on as many connections, and moves the tables into place the
same way; it records no history, samples no rows, and knows no rollback.
"""
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

from server import ROOT, parser, run, server, timed


class Comparison:
    """Builds on one server, held to psql and to dbt."""

    def __init__(self, server):
        self.server = server
        self.work = server.work
        self.dsn = server.dsn
        self.psql = server.psql

    def build(self, project, threads):
        self.server.daybook("build", project, "--threads", str(threads))

    def statements(self, project_name):
        """The last build's steps: [(kind, name, sql, parents)] in the order of the plan."""
        steps = json.loads(self.psql(
            "select json_agg(json_build_object('id', unique_id, 'type', resource_type, 'kind', materialization,"
            " 'name', relation_name, 'schema', relation_schema, 'sql', compiled_sql) order by position)"
            f" from daybook.run_node where run_id = (select max(run_id) from daybook.run where project = '{project_name}')"))
        staging = self.psql("select staging_schema from daybook.run where run_id ="
                            f" (select max(run_id) from daybook.run where project = '{project_name}')").strip()
        return [s for s in steps if s["sql"]], staging

    def psql_scripts(self, steps, staging, threads):
        """One file per connection and level of the graph; returns the levels."""
        level_of = {}
        levels = []
        for step in steps:
            reads = [level_of[s["name"]] for s in steps if s["type"] != "test" and s is not step
                     and s["name"] in level_of and f'"{staging}"."{s["name"]}"' in step["sql"]]
            level = 1 + max(reads, default=-1)
            sql = step["sql"].replace(f'"{staging}"', '"bench_stage"')
            if step["type"] == "test":
                text = f"select count(*) from (\n{sql}\n) t;\n"
            else:
                level_of[step["name"]] = level
                kind = "view" if step["kind"] == "view" else "table"
                text = f'create {kind} "bench_stage"."{step["name"]}" as\n{sql};\n'
            while len(levels) <= level:
                levels.append([[] for _ in range(threads)])
            min(levels[level], key=len).append(text)
        files = []
        for i, level in enumerate(levels):
            files.append([])
            for j, texts in enumerate(level):
                if texts:
                    path = self.work / f"level{i}_{j}.sql"
                    path.write_text("".join(texts))
                    files[-1].append(path)
        return files

    def run_psql(self, files, steps):
        self.psql("drop schema if exists bench_stage cascade; drop schema if exists bench_live cascade;"
                  " create schema bench_stage; create schema bench_live")
        start = time.perf_counter()
        for level in files:
            running = [subprocess.Popen(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", str(f),
                                         self.dsn]) for f in level]
            if any(p.wait() for p in running):
                raise SystemExit("psql failed on the statements of the build")
        moves = "".join(f'alter table bench_stage."{s["name"]}" set schema bench_live;' for s in steps
                        if s["type"] != "test")
        self.psql("begin;" + moves + "commit")
        return time.perf_counter() - start

    def compare(self, title, project, project_name, threads, rounds):
        self.build(project, threads)
        steps, staging = self.statements(project_name)
        files = self.psql_scripts(steps, staging, threads)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(timed(lambda: self.build(project, threads)))
            theirs.append(self.run_psql(files, steps))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs))
        print(f"{title}, {threads} connections, {len(steps)} statements: daybookctl {statistics.median(ours):.2f} s, "
              f"psql {statistics.median(theirs):.2f} s, ratio {ratio:.2f}", flush=True)

    def compare_with_dbt(self, python, project, threads, rounds):
        """`build` of both, dbt with its partial parsing: the second run of a project that has not changed."""
        profile = dict(part.split("=", 1) for part in self.dsn.split())
        (project / "profiles.yml").write_text(
            f"{project.name}:\n  target: bench\n  outputs:\n    bench:\n      type: postgres\n      host: {profile['host']}\n"
            f"      port: {profile['port']}\n      user: {profile['user']}\n      password: none\n"
            f"      dbname: {profile['dbname']}\n      schema: bench_dbt\n      threads: {threads}\n")
        command = [str(Path(python).parent / "dbt"), "build", "--quiet", "--project-dir", str(project),
                   "--profiles-dir", str(project)]
        env = dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false")
        run(*command, env=env)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(timed(lambda: self.build(project, threads)))
            theirs.append(timed(lambda: run(*command, env=env)))
        ratio = statistics.median(b / a for a, b in zip(ours, theirs))
        print(f"500 small models, {threads} connections: daybookctl {statistics.median(ours):.2f} s, dbt "
              f"{statistics.median(theirs):.2f} s, {ratio:.1f} times as long", flush=True)


def small_models(count):
    files = {}
    for i in range(count):
        parents = f"{{{{ ref('m{i - 50:04}') }}}}" if i >= 50 else "(select 1 as id, 2::bigint as amount) s"
        files[f"models/m{i:04}.sql"] = f"select id, amount + {i} as amount from {parents}\n"
    return files


def main():
    options = parser(__doc__)
    options.add_argument("--rows", default=1_000_000, type=int)
    options = options.parse_args()
    with server(options) as bench:
        comparison = Comparison(bench)
        run(bench.ctl, "sample", "load", "--rows", str(options.rows), "--dsn", bench.dsn, env=bench.env)
        for threads in (1, 4):
            comparison.compare(f"settlement on {options.rows} rows", ROOT / "sql/settlement", "settlement", threads,
                               options.rounds)
        small = bench.project("small", small_models(500))
        for threads in (1, 4):
            comparison.compare("500 small models", small, "small", threads, options.rounds)
        python = os.environ.get("DAYBOOK_DBT_PYTHON")
        if not python:
            print("SKIPPED: 500 small models against dbt: DAYBOOK_DBT_PYTHON names no Python with dbt-core and dbt-postgres")
            return
        comparison.compare_with_dbt(python, small, 4, max(1, options.rounds // 2))


if __name__ == "__main__":
    main()
