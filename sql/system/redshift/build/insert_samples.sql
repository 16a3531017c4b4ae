-- Grain: one row per kept failing row of a check. Inputs: $1 run id, $2 the check, $3 the rows, as {position, row}.
insert into daybook.check_sample (run_id, unique_id, position, failing_row)
values
    [[3 ,: ($1::bigint, $2, $.position, $.row::varchar(65535))]]
