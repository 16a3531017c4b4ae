-- Grain: one row per file of a version. Inputs: $1 project hash.
select f.path, encode(t.content, 'base64')
from daybook.project_file f
join daybook.file_text t using (sha256)
where f.project_hash = $1::text
order by f.path
