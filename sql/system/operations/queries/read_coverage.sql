-- Grain: one row. Inputs: $1 and $2, a window. Invariant: the time that no span covers nobody looked at; no time at all is no
-- proof that nothing was slow.
select max(last_seen_at) as last_seen_at,
    coalesce(sum(greatest(0, extract(epoch from least(last_seen_at, $2::timestamptz)
                                              - greatest(began_at, $1::timestamptz)) * 1000)), 0)::bigint as looked_ms
from daybook.collector_span
where collector = 'queries'
