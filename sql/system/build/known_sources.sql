-- Grain: one row per source, as the last published run that read it found it. Inputs: $1 project, $2 target schema.
-- Gives the source's shape, and up to when its rows were read.
select distinct on (s.unique_id) s.unique_id, s.shape, r.started_at
from daybook.source_shape as s
join daybook.run as r on r.run_id = s.run_id
where r.project = $1 and r.target_schema = $2 and r.state = 'published'
order by s.unique_id, s.run_id desc
