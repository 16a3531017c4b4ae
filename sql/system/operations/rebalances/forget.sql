-- Grain: none. Inputs: $1 cluster, $2 days. Invariant: what is younger than so many days stays.
with lag as (
    delete from daybook.consumer_lag
    where cluster = $1::text and sampled_at < now() - make_interval(days => $2::int)
)
delete from daybook.rebalance
where cluster = $1::text and noted_at < now() - make_interval(days => $2::int)
