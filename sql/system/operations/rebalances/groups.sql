-- Grain: one row per group that is followed. Inputs: $1 cluster.
-- Invariant: as of the positions that are read in the same snapshot.
select group_id, topic_partition, encode(state, 'base64') as state, encode(offsets, 'base64') as offsets
from daybook.kafka_group
where cluster = $1::text
