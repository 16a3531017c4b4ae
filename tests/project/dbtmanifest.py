"""dbt's own manifest of the working directory's project, which has a profiles.yml in it; null where dbt refuses."""
import contextlib
import io
import json
import os
import sys

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
os.environ["DBT_PROFILES_DIR"] = os.getcwd()
from dbt.cli.main import dbtRunner

with contextlib.redirect_stdout(io.StringIO()):
    parsed = dbtRunner().invoke(["parse", "--quiet", "--no-partial-parse", "--target-path", "dbt_target"])
if parsed.success:
    sys.stdout.write(open("dbt_target/manifest.json").read())
else:
    sys.stdout.write(json.dumps({"refused": str(parsed.exception)}))
