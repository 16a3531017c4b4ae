-- Grain: one row per column of each kept failing row of check $2 in run $1, rows and columns in their order.
-- Inputs: daybook.check_sample. Invariant: values as the check's query gave them, as text; null stays null.
select s.position as row_number, field.key as column_name, field.value as value
from daybook.check_sample s
cross join lateral json_each_text(s.failing_row) with ordinality as field (key, value, place)
where s.run_id = $1::bigint
  and s.unique_id = $2::text
order by s.position, field.place
