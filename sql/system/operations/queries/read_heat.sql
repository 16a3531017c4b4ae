-- Grain: one row per ten minutes and bucket of durations. Inputs: $1 and $2, a window, widened to full ten minutes.
select period, bucket, sum(executions)::bigint as executions
from daybook.query_histogram
where period > $1::timestamptz - interval '10 minutes' and period < $2::timestamptz
group by period, bucket
order by period, bucket
