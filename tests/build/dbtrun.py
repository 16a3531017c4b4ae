"""Runs dbt with the words given, on the project in the working directory, which has a profiles.yml; fails where dbt does."""
import os
import sys

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
os.environ["DBT_PROFILES_DIR"] = os.getcwd()
from dbt.cli.main import dbtRunner

sys.exit(0 if dbtRunner().invoke([*sys.argv[1:], "--target-path", "dbt_target", "--log-path", "dbt_logs"]).success else 1)
