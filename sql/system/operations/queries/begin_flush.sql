-- daybook collect: a flush is counted.
-- Grain: one row per span. Inputs: $1 the beginning of the span, $2 the number of the flush, $3 when it looked last. Invariant: one that was written
-- already, its answer being lost, touches no row.
update daybook.collector_span
set last_seen_at = greatest(last_seen_at, $3::timestamptz), flushes = $2::bigint
where collector = 'queries' and began_at = $1::timestamptz and flushes = $2::bigint - 1
