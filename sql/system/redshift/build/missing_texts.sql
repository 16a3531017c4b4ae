-- Grain: one row per text of a version that is not kept yet, as in the file for all. Inputs: $1 project hash, $2 files.
select distinct f.sha256
from (
    [[2 union all: select $.sha256::varchar(64) as sha256]]
) f
where not exists (select 1 from daybook.project_version where project_hash = $1)
    and f.sha256 not in (select sha256 from daybook.file_text)
