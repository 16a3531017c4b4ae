-- Grain: one row per partition of __consumer_offsets that has been read. Inputs: $1 cluster.
-- Invariant: everything before next_offset is in the timeline and in the groups' states.
select topic_partition, next_offset
from daybook.kafka_position
where cluster = $1::text
