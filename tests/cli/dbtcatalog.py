"""dbt's own reader on the catalog.json it is given: fails where dbt would. Answers with what it read, relation by relation."""
import json
import sys

from dbt.artifacts.schemas.catalog import CatalogArtifact

read = CatalogArtifact.read_and_check_versions(sys.argv[1])
answer = {}
for id, table in {**read.nodes, **read.sources}.items():
    answer[id] = {"key": list(table.key()), "type": table.metadata.type, "owner": table.metadata.owner,
                  "comment": table.metadata.comment, "has_stats": table.stats["has_stats"].value,
                  "columns": [[c.name, c.type, c.index, c.comment] for c in table.columns.values()]}
json.dump(answer, sys.stdout)
