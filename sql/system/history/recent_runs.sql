-- Grain: one row per run of a project (all projects where $1 is null), newest first, at most $2; only run $3
-- where that is not null.
-- Inputs: daybook.run, daybook.run_node. Invariants: a run whose backend is gone is told apart by has_backend; a
-- run of a backend that we may not see, or that left no start, counts as alive; republishes is read so that a schema
-- without that column, as long as no build has updated it, is read, too.
with latest as (
    select *
    from daybook.run
    where ($1::text is null or project = $1::text)
        and ($3::bigint is null or run_id = $3::bigint)
    order by run_id desc
    limit $2::int
), counted as (
    select n.run_id,
           count(*) filter (where n.resource_type <> 'test')                                as models,
           count(*) filter (where n.resource_type <> 'test' and n.state = 'success')        as models_done,
           count(*) filter (where n.resource_type = 'test')                                 as checks,
           count(*) filter (where n.resource_type = 'test' and n.state in ('pass', 'warn')) as checks_passed,
           count(*) filter (where n.state in ('fail', 'error'))                             as failed,
           count(*) filter (where n.state = 'warn')                                         as warned
    from daybook.run_node n
    join latest l using (run_id)
    group by n.run_id
)
select l.run_id, l.project, l.target_schema, l.command, l.state, l.started_at, l.finished_at, l.data_through,
       l.started_by, l.host, l.program, l.git_commit, l.git_dirty,
       (to_json(l) ->> 'republishes')::bigint as republishes, l.error_kind, l.error_message, l.error_detail,
       coalesce(c.models, 0) as models, coalesce(c.models_done, 0) as models_done,
       coalesce(c.checks, 0) as checks, coalesce(c.checks_passed, 0) as checks_passed,
       coalesce(c.failed, 0) as failed, coalesce(c.warned, 0) as warned,
       l.state <> 'running' or l.backend_start is null or exists (
           select from pg_stat_activity a
           where a.pid = l.backend_pid
             and (a.backend_start is null or a.backend_start = l.backend_start)
       ) as has_backend
from latest l
left join counted c using (run_id)
order by l.run_id desc
