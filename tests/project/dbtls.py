"""What dbt itself selects: reads [[words of `dbt ls`], ...] as JSON from standard input, writes for each the sorted
unique ids, or null where dbt refuses. The working directory is the project, with a profiles.yml in it."""
import contextlib
import io
import json
import os
import sys

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
os.environ["DBT_PROFILES_DIR"] = os.getcwd()
from dbt.cli.main import dbtRunner

answers = []
with contextlib.redirect_stdout(io.StringIO()):
    manifest = dbtRunner().invoke(["parse", "--quiet"]).result
    for words in json.load(sys.stdin):
        ran = dbtRunner(manifest=manifest).invoke(
            ["ls", "--quiet", "--no-write-json", "--log-level-file", "none", "--output", "json", "--output-keys", "unique_id", *words])
        answers.append(sorted(json.loads(line)["unique_id"] for line in ran.result) if ran.success else None)
json.dump(answers, sys.stdout)
