-- Grain: one source of the run. Inputs: $1 run id, $2 the sources.
insert into daybook.source_shape (run_id, unique_id, shape)
select $1::bigint, unique_id, shape
from (
    [[2 union all: select $.unique_id::varchar(1000) as unique_id, $.shape::varchar(65535) as shape]]
) found
where unique_id is not null
