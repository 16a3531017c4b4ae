-- Grain: one source of the run. Inputs: $1 run id, $2 an array of them as JSON.
insert into daybook.source_shape (run_id, unique_id, shape)
select $1::bigint, found.unique_id, found.shape
from json_to_recordset($2::json) as found(unique_id text, shape text)
