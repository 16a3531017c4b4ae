#!/usr/bin/env python3
"""What sampling every second costs: processor time of `daybookctl collect queries`, and of its session on the server.

Both as a share of one core, while forty sessions of pgbench's kind run short statements and four sleep in slow ones. The goal
is under 1 % each. Processor time is counted, not the clock, so a busy machine disturbs it little.
"""
import os
import subprocess
import time
from pathlib import Path

from server import parser, server

IDLE, SLOW = 40, 4


def ticks(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def session_of(warehouse):
    for _ in range(100):
        pid = warehouse.psql("select pid from pg_stat_activity where application_name = 'daybook collect queries'").strip()
        if pid:
            return int(pid)
        time.sleep(0.1)
    raise SystemExit("the collector does not connect")


def load(warehouse):
    """Sessions that rest between statements, and such that are slow."""
    words = ["psql", "-XAtq", warehouse.dsn]
    resting = "\n".join(f"select {n} from pg_class limit 3;\n\\! sleep 0.5" for n in range(400))
    for n in range(IDLE + SLOW):
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        process.stdin.write(resting if n < IDLE else "select pg_sleep(3);\n" * 100)
        process.stdin.close()
        yield process


def main():
    options = parser(__doc__)
    options.add_argument("--seconds", default=20, type=int)
    given = options.parse_args()
    with server(given) as warehouse:
        sessions = list(load(warehouse))
        try:
            collector = subprocess.Popen([warehouse.ctl, "collect", "queries", "--dsn", warehouse.dsn, "--for",
                                          str(given.seconds)], stdout=subprocess.PIPE, text=True, env=warehouse.env)
            pid = session_of(warehouse)
            time.sleep(2)  # connecting, and the schema
            before = ticks(pid), ticks(collector.pid), time.monotonic()
            time.sleep(given.seconds - 5)
            spent = ticks(pid) - before[0], ticks(collector.pid) - before[1], time.monotonic() - before[2]
            said = collector.communicate()[0]
        finally:
            for process in sessions:
                process.kill()
    print(f"sampling every second beside {IDLE + SLOW} sessions, share of one core: "
          f"server {spent[0] / spent[2]:.2%}, client {spent[1] / spent[2]:.2%} ({said.strip()})")


if __name__ == "__main__":
    main()
