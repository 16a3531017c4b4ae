-- Grain: one version of a project and its files, if it is not known. Inputs: $1 project hash, $2 files.
insert into daybook.project_file (project_hash, path, sha256)
select $1, f.path, f.sha256
from (
    [[2 union all: select $.path::varchar(2000) as path, $.sha256::varchar(64) as sha256]]
) f
where not exists (select 1 from daybook.project_version where project_hash = $1);
insert into daybook.project_version (project_hash, first_seen)
select $1, getdate()::timestamptz
where not exists (select 1 from daybook.project_version where project_hash = $1)
