-- Grain: the run whose version of a project is to be published again, as in the file for all. Inputs: $1 project, $2
-- target schema, $3 run id or null.
select p.run_id, p.project_hash, p.started_at, p.git_commit, p.git_dirty,
    nullif(json_extract_path_text(p.arguments, 'vars', true), '') as vars,
    case when v.project_hash is not null then true else false end as is_kept
from daybook.run p
left join daybook.project_version v on v.project_hash = p.project_hash
where p.project = $1 and p.target_schema = $2 and p.state = 'published'
    and case
        when $3::bigint is not null then p.run_id = $3::bigint
        else p.project_hash <> (
            select project_hash
            from daybook.run
            where project = $1 and target_schema = $2 and state = 'published'
            order by run_id desc
            limit 1)
    end
order by p.run_id desc
limit 1
