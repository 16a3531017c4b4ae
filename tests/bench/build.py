#!/usr/bin/env python3
"""A build against psql running the same statements, in one run, in turn.

Prints, per project and number of connections, the median seconds of both and their ratio (the goal of the ratio is
1.2 at most for the settlement project and 1.15 for many small models). psql gets the statements of a build as
they were recorded, in the same order of dependency, on as many connections, and moves the tables into place the
same way; it records no history, samples no rows, and knows no rollback.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


class Bench:
    def __init__(self, ctl, work):
        self.ctl = str(ctl)
        self.work = Path(work)
        self.env = dict(os.environ, DAYBOOK_WAREHOUSE_DIR=str(self.work / "warehouse"))
        run(self.ctl, "warehouse", "start", env=self.env)
        self.dsn = run(self.ctl, "warehouse", "dsn", env=self.env).strip()

    def close(self):
        run(self.ctl, "warehouse", "destroy", "--yes", env=self.env)

    def psql(self, sql):
        return run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.dsn, "-c", sql)

    def build(self, project, threads):
        run(self.ctl, "build", "--dsn", self.dsn, "--project-dir", str(project), "--threads", str(threads),
            env=self.env)

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
            start = time.perf_counter()
            self.build(project, threads)
            ours.append(time.perf_counter() - start)
            theirs.append(self.run_psql(files, steps))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs))
        print(f"{title}, {threads} connections, {len(steps)} statements: daybookctl {statistics.median(ours):.2f} s, "
              f"psql {statistics.median(theirs):.2f} s, ratio {ratio:.2f}", flush=True)


def write_small_models(folder, count):
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: small\nversion: '1.0'\nmodels:\n  +materialized: table\n")
    for i in range(count):
        parents = f"{{{{ ref('m{i - 50:04}') }}}}" if i >= 50 else "(select 1 as id, 2::bigint as amount) s"
        (folder / "models" / f"m{i:04}.sql").write_text(f"select id, amount + {i} as amount from {parents}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=ROOT / "build/release/bin", type=Path)
    parser.add_argument("--rows", default=1_000_000, type=int)
    parser.add_argument("--rounds", default=5, type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as work:
        os.chmod(work, 0o755)
        bench = Bench(options.bin / "daybookctl", work)
        try:
            run(bench.ctl, "sample", "load", "--rows", str(options.rows), "--dsn", bench.dsn, env=bench.env)
            for threads in (1, 4):
                bench.compare(f"settlement on {options.rows} rows", ROOT / "sql/settlement", "settlement", threads,
                              options.rounds)
            small = Path(work) / "small"
            write_small_models(small, 500)
            for threads in (1, 4):
                bench.compare("500 small models", small, "small", threads, options.rounds)
        finally:
            bench.close()


if __name__ == "__main__":
    main()
