-- Grain: one row per source, as in the file for all. Inputs: $1 project, $2 target schema.
select unique_id, shape, started_at
from (
    select s.unique_id, s.shape, r.started_at,
        row_number() over (partition by s.unique_id order by s.run_id desc) as age
    from daybook.source_shape s
    join daybook.run r on r.run_id = s.run_id
    where r.project = $1 and r.target_schema = $2 and r.state = 'published'
) known
where age = 1
order by unique_id
