-- Grain: one row per run of a project (all projects where $1 is null), newest first, at most $2; only run $3
-- where that is not null.
-- Inputs: daybook.run, daybook.run_node, daybook.claim. Invariant: a run that runs has its claim renewed every few
-- seconds; one whose claim is another's, gone or old counts as dead.
select l.run_id, l.project, l.target_schema, l.command, l.state, l.started_at, l.finished_at, l.data_through,
    l.started_by, l.host, l.program, l.git_commit, l.git_dirty, l.republishes, l.error_kind, l.error_message,
    l.error_detail, coalesce(c.models, 0) as models, coalesce(c.models_done, 0) as models_done,
    coalesce(c.checks, 0) as checks, coalesce(c.checks_passed, 0) as checks_passed,
    coalesce(c.failed, 0) as failed, coalesce(c.warned, 0) as warned,
    case
        when l.state <> 'running' then true
        else coalesce(extract(epoch from getdate()::timestamptz) - extract(epoch from h.renewed_at) < 90, false)
    end as has_backend
from (
    select *, row_number() over (order by run_id desc) as place
    from daybook.run
    where ($1::varchar(500) is null or project = $1::varchar(500)) and ($3::bigint is null or run_id = $3::bigint)
) l
left join daybook.claim h on h.holder = l.invocation_id
left join (
    select run_id,
        count(case when resource_type <> 'test' then 1 end) as models,
        count(case when resource_type <> 'test' and state = 'success' then 1 end) as models_done,
        count(case when resource_type = 'test' then 1 end) as checks,
        count(case when resource_type = 'test' and state in ('pass', 'warn') then 1 end) as checks_passed,
        count(case when state in ('fail', 'error') then 1 end) as failed,
        count(case when state = 'warn' then 1 end) as warned
    from daybook.run_node
    group by run_id
) c on c.run_id = l.run_id
where l.place <= $2::int
order by l.run_id desc
