-- Grain: one row per group given. Inputs: $1 cluster, $2 an array of {"group", "partition", "state", "offsets"} as
-- JSON, the last two in base64. Invariant: what is null has not changed since it was written.
insert into daybook.kafka_group as kept (cluster, group_id, topic_partition, state, offsets)
select $1::text, "group", partition, coalesce(decode(state, 'base64'), ''), coalesce(decode(offsets, 'base64'), '')
from json_to_recordset($2::json) as given("group" text, partition int, state text, offsets text)
order by "group"
on conflict (cluster, group_id) do update
set topic_partition = excluded.topic_partition,
    state = case when excluded.state = '' then kept.state else excluded.state end,
    offsets = case when excluded.offsets = '' then kept.offsets else excluded.offsets end
