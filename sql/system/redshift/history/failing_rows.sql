-- Grain: one row per kept failing row of check $2 in run $1. Inputs: daybook.check_sample. Invariant: its columns, as an
-- array of [name, value] in JSON, are in their order; values are text, and null stays null.
select position as row_number, failing_row
from daybook.check_sample
where run_id = $1::bigint and unique_id = $2
order by position
