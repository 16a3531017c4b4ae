-- Grain: one row per partition given. Inputs: $1 cluster, $2 an array of {"partition", "from", "to"} as JSON.
-- Invariant: a partition that somebody else has read on from `from` is left alone, and not counted as written.
insert into daybook.kafka_position (cluster, topic_partition, previous_offset, next_offset)
select $1::text, partition, "from", "to"
from json_to_recordset($2::json) as given(partition int, "from" bigint, "to" bigint)
order by partition
on conflict (cluster, topic_partition) do update
set previous_offset = excluded.previous_offset, next_offset = excluded.next_offset, read_at = clock_timestamp()
where daybook.kafka_position.next_offset = excluded.previous_offset
