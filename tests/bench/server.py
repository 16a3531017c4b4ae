"""What the benchmarks against a server share: a private warehouse that goes with them, and psql."""
import argparse
import contextlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def parser(description, rounds=5):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--bin", default=ROOT / "build/release/bin", type=Path)
    options.add_argument("--rounds", default=rounds, type=int)
    return options


class Server:
    """A warehouse in `work`, and daybookctl on it."""

    def __init__(self, ctl, work):
        self.ctl = str(ctl)
        self.work = Path(work)
        self.env = dict(os.environ, DAYBOOK_WAREHOUSE_DIR=str(self.work / "warehouse"))
        self.dsn = ""

    def start(self):
        run(self.ctl, "warehouse", "start", env=self.env)
        self.dsn = run(self.ctl, "warehouse", "dsn", env=self.env).strip()

    def destroy(self):
        run(self.ctl, "warehouse", "destroy", "--yes", env=self.env)

    def psql(self, sql):
        return run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.dsn, "-c", sql)

    def daybook(self, command, project, *more):
        run(self.ctl, command, "--dsn", self.dsn, "--project-dir", str(project), *more, env=self.env)

    def project(self, name, files):
        """Writes a project of tables; gives its folder."""
        folder = self.work / name
        files = {"dbt_project.yml": f"name: {name}\nversion: '1.0'\nprofile: {name}\n"
                                    "models:\n  +materialized: table\n", **files}
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        return folder


@contextlib.contextmanager
def server(options):
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as work:
        os.chmod(work, 0o755)
        made = Server(options.bin / "daybookctl", work)
        made.start()
        try:
            yield made
        finally:
            made.destroy()
