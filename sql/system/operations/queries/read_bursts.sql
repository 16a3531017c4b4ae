-- Grain: one row per burst, newest first. Inputs: $1 and $2, a window.
select burst_id, began_at, ended_at, statements, slow_ms, burst_count
from daybook.query_burst
where began_at < $2::timestamptz and ended_at >= $1::timestamptz
order by began_at desc
