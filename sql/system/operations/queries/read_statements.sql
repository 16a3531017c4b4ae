-- Grain: one row per kind of statement, that which took most time first. Inputs: $1 and $2, a window, widened to full ten
-- minutes; $3 so many rows. Invariants: a percentile is the upper end of the bucket it lies in, at most 9.1 % too high, and
-- never above the longest; what was not counted is null, not zero.
with seen as (
    select fingerprint, bucket, sum(executions) as executions, sum(total_ms) as total_ms, max(max_ms) as max_ms
    from daybook.query_histogram
    where period > $1::timestamptz - interval '10 minutes' and period < $2::timestamptz
    group by fingerprint, bucket
), ranked as (
    select *, sum(executions) over (partition by fingerprint order by bucket) as up_to,
        sum(executions) over (partition by fingerprint) as of_all
    from seen
), quantiles as (
    select fingerprint, sum(executions)::bigint as seen, sum(total_ms)::bigint as seen_ms, max(max_ms) as max_ms,
        min(bucket) filter (where up_to >= 0.50 * of_all) as b50, min(bucket) filter (where up_to >= 0.95 * of_all) as b95,
        min(bucket) filter (where up_to >= 0.99 * of_all) as b99
    from ranked
    group by fingerprint
), counted as (
    select t.fingerprint, sum(d.calls)::bigint as calls, sum(d.total_ms) as total_ms, sum(d.row_count)::bigint as row_count,
        sum(d.temp_blocks)::bigint as temp_blocks
    from daybook.statement_delta d
    join daybook.statement_text t using (database_id, query_id)
    where d.period > $1::timestamptz - interval '10 minutes' and d.period < $2::timestamptz
    group by t.fingerprint
)
select fingerprint, f.query, f.is_cut, q.seen, q.seen_ms, q.max_ms,
    least(q.max_ms, floor(2 ^ ((q.b50 + 1) / 8.0)))::bigint as p50_ms,
    least(q.max_ms, floor(2 ^ ((q.b95 + 1) / 8.0)))::bigint as p95_ms,
    least(q.max_ms, floor(2 ^ ((q.b99 + 1) / 8.0)))::bigint as p99_ms,
    c.calls, round(c.total_ms)::bigint as total_ms, round(c.total_ms * 1000 / nullif(c.calls, 0))::bigint as mean_us,
    c.row_count, c.temp_blocks
from quantiles q
full join counted c using (fingerprint)
join daybook.query_fingerprint f using (fingerprint)
order by greatest(coalesce(c.total_ms, 0), coalesce(q.seen_ms, 0)) desc, fingerprint
limit $3::int
