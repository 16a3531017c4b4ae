-- Grain: one row per piece of a file of a version, in order. Inputs: $1 project hash.
select f.path, t.content
from daybook.project_file f
join daybook.file_text t on t.sha256 = f.sha256
where f.project_hash = $1
order by f.path, t.position
