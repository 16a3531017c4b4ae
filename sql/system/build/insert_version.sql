-- Grain: one version of a project and its files, if it is not known. Inputs: $1 project hash, $2 an array of
-- {path, sha256} as JSON.
with version as (
    insert into daybook.project_version (project_hash)
    values ($1::text)
    on conflict (project_hash) do nothing
    returning project_hash
)
insert into daybook.project_file (project_hash, path, sha256)
select version.project_hash, f.path, f.sha256
from version
cross join json_to_recordset($2::json) as f(path text, sha256 text)
