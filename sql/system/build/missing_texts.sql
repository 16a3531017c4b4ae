-- Grain: one row per text of a version that is not kept yet; none where the version is known. Inputs: $1 project hash,
-- $2 an array of {path, sha256} as JSON.
select distinct f.sha256
from json_to_recordset($2::json) as f(path text, sha256 text)
where not exists (select from daybook.project_version where project_hash = $1::text)
    and not exists (select from daybook.file_text t where t.sha256 = f.sha256)
