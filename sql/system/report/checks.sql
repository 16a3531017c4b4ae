-- Grain: one row per check of a run that is worth a word, and one for all that passed (unique_id NULL).
-- Inputs: daybook.run_node; $1, the run. Invariant: a check that did not run to its end is a row here: what was
-- not looked at is not green.
select null as unique_id, null as name, null as label, null as description, null as severity, 'pass' as state,
       count(*) as failures, null as message, null as attached_node, null as column_name, null as path
  from daybook.run_node
 where run_id = $1::bigint and resource_type = 'test' and state = 'pass'
union all
select * from (
    select unique_id, name, label::text, description, severity, state, failures, message, attached_node,
           column_name, path
      from daybook.run_node
     where run_id = $1::bigint and resource_type = 'test' and state <> 'pass'
     order by severity = 'warn', position, unique_id
) spoken_of
