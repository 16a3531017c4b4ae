-- Grain: the run whose version of a project is to be published again: run $3, or where that is null the newest that
-- published another version than the newest of all did. Inputs: $1 project, $2 target schema, $3 run id or null.
-- Invariant: it has been published; is_kept is false where its files were not kept.
with published as (
    select *
    from daybook.run
    where project = $1::text and target_schema = $2::text and state = 'published'
)
select p.run_id, p.project_hash, p.started_at, p.git_commit, p.git_dirty, p.arguments -> 'vars' as vars,
    exists (select from daybook.project_version v where v.project_hash = p.project_hash) as is_kept
from published p
where case
    when $3::bigint is not null then p.run_id = $3::bigint
    else p.project_hash <> (select project_hash from published order by run_id desc limit 1)
end
order by p.run_id desc
limit 1
