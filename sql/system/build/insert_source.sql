-- Grain: one source of the run. Inputs: $1 run id, $2 unique id, $3 name, $4 its newest row's load time.
insert into daybook.run_source (run_id, unique_id, name, newest_loaded_at)
values ($1::bigint, $2, $3, $4::timestamptz)
