"""dbt's own readers on what Daybook wrote: reads the target folder of the working directory, fails where dbt would.
Answers with counts, and with what `dbt ls --state` finds modified, for each of the words in the question."""
import contextlib
import io
import json
import os
import sys

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
os.environ["DBT_PROFILES_DIR"] = os.getcwd()
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

state = sys.argv[1]
read = WritableManifest.read_and_check_versions(os.path.join(state, "manifest.json"))
manifest = Manifest.from_writable_manifest(read)
answer = {"nodes": sorted(manifest.nodes), "sources": sorted(manifest.sources), "disabled": sorted(manifest.disabled),
          "macros": sorted(id for id, macro in manifest.macros.items() if macro.package_name == "shop")}
results = os.path.join(state, "run_results.json")
if os.path.exists(results):
    answer["results"] = {r.unique_id: r.status for r in RunResultsArtifact.read_and_check_versions(results).results}
answer["selected"] = []
with contextlib.redirect_stdout(io.StringIO()):
    parsed = dbtRunner().invoke(["parse", "--quiet", "--target-path", "dbt_target"]).result
    for words in json.load(sys.stdin):
        ran = dbtRunner(manifest=parsed).invoke(
            ["ls", "--quiet", "--output", "json", "--output-keys", "unique_id", "--state", state,
             "--target-path", "dbt_target", "--select", *words])
        answer["selected"].append(
            sorted(json.loads(line)["unique_id"] for line in ran.result) if ran.success else None)
json.dump(answer, sys.stdout)
