-- Grain: one row per kept failing row of a run's failed checks. Inputs: daybook.check_sample, daybook.run_node;
-- $1, the run. Invariant: json keeps the order of the columns; at most 50 rows a check travel.
select s.unique_id, s.failing_row::text as failing_row
  from daybook.check_sample s
  join daybook.run_node n using (run_id, unique_id)
 where s.run_id = $1::bigint and n.state in ('fail', 'warn', 'error') and s.position < 50
 order by s.unique_id, s.position
