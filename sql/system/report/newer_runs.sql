-- Grain: one row per run of the same project and target that came after the one published and did not end well.
-- Inputs: daybook.run; $1 project, $2 target schema, $3 the run whose figures are live (0: none).
-- Invariant: a check that failed later speaks against the figures until the same command has run again well;
-- a run that broke (or was cancelled) proves nothing either way, and is mentioned.
select r.run_id, r.state, r.command, r.started_at, r.finished_at, r.data_through, r.program, r.git_commit,
       coalesce(r.git_dirty, false) as git_dirty, r.error_message
  from daybook.run r
 where r.project = $1 and r.target_schema = $2 and r.run_id > $3::bigint
   and r.state in ('checks_failed', 'failed', 'cancelled', 'abandoned')
   and not exists (select 1 from daybook.run later
                    where later.project = r.project and later.target_schema = r.target_schema
                      and later.run_id > r.run_id and later.command = r.command
                      and (later.state in ('published', 'passed', 'checks_failed')
                           or r.state in ('failed', 'cancelled', 'abandoned')
                              and later.state in ('failed', 'cancelled', 'abandoned')))
 order by r.run_id desc
