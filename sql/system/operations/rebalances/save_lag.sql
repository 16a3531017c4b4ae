-- Grain: one row per group and topic given. Inputs: $1 cluster, $2 an array of samples as JSON.
-- Invariant: all of a call have the same time, this server's.
insert into daybook.consumer_lag (cluster, group_id, topic, sampled_at, lag, lag_max, partitions, partitions_unknown,
                                  last_commit_at)
select $1::text, "group", topic, now(), lag, lag_max, partitions, unknown, last_commit_at
from json_to_recordset($2::json) as sample("group" text, topic text, lag bigint, lag_max bigint, partitions int,
                                           unknown int, last_commit_at timestamptz)
on conflict do nothing
