-- Grain: one row per kept failing row of a check. Inputs: $1 run id, $2 the check, $3 the rows as a JSON array.
insert into daybook.check_sample (run_id, unique_id, position, failing_row)
select $1::bigint, $2, (row_number() over ())::int, value
from json_array_elements($3::json)
