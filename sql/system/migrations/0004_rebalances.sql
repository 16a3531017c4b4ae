-- Grain: one row per entry of a consumer group's timeline, per partition of a cluster's __consumer_offsets, per group
-- whose records are followed, and per sample of a group's lag on a topic.
-- Inputs: none. Invariants: entries, positions and states are written in one transaction, so that no record is lost or
-- counted twice; an unknown time or figure is null, its "how" too; times of entries are the brokers', of samples ours.

create table daybook.rebalance (
    cluster text not null,                        -- Kafka's own id of the cluster
    group_id text not null,
    protocol text not null,                       -- classic, consumer (KIP-848)
    kind text not null,                           -- rebalance, emptied, missed, ended
    generation int not null,                      -- or group epoch; of those missed, the last
    noted_at timestamptz not null,                -- of the record that told of it
    outcome text not null,                        -- running, settled, superseded, unknown
    first_generation int not null,                -- of those missed, the first
    assignor text not null,                       -- empty where the records do not say
    began_at timestamptz,                         -- of those missed: not before
    began_how text,                               -- observed, inferred
    assigned_at timestamptz,                      -- classic: all had joined; consumer: the broker had decided
    assigned_how text,
    ended_at timestamptz,                         -- settled, superseded, or became empty; of those missed: not after
    ended_how text,
    members bigint,                               -- afterwards
    members_how text,
    members_changed bigint,                       -- joined and left
    members_changed_how text,
    members_paused bigint,                        -- stayed, and had to let go of something
    members_paused_how text,
    partitions_total bigint,
    partitions_total_how text,
    partitions_moved bigint,
    partitions_moved_how text,
    still_ms bigint,                              -- the partition that waited longest
    still_ms_how text,
    still_sum_ms bigint,                          -- over all partitions that waited
    still_sum_ms_how text,
    clock_skew boolean not null,                  -- its records contradict each other on the time
    changes json not null,                        -- [{"member", "client", "joined"}]
    primary key (cluster, group_id, protocol, kind, generation, noted_at),
    constraint rebalance_protocol check (protocol in ('classic', 'consumer')),
    constraint rebalance_kind check (kind in ('rebalance', 'emptied', 'missed', 'ended')),
    constraint rebalance_outcome check (outcome in ('running', 'settled', 'superseded', 'unknown'))
);
create index rebalance_by_time on daybook.rebalance (noted_at);

create table daybook.kafka_position (
    cluster text not null,
    topic_partition int not null,                 -- of __consumer_offsets
    previous_offset bigint not null,              -- where the last step of reading began
    next_offset bigint not null,                  -- the first record that has not been read
    read_at timestamptz not null default clock_timestamp(),
    primary key (cluster, topic_partition)
);

create table daybook.kafka_group (
    cluster text not null,
    group_id text not null,
    topic_partition int not null,
    state bytea not null,                         -- what the next record is held against; the collector's own form
    offsets bytea not null,                       -- what the group has committed, by topic and partition; likewise
    primary key (cluster, group_id)
);

create table daybook.consumer_lag (
    cluster text not null,
    group_id text not null,
    topic text not null,
    sampled_at timestamptz not null,
    lag bigint,                                   -- records that are not committed yet; null: no partition could be told
    lag_max bigint,                               -- of the partition that is furthest behind
    partitions int not null,                      -- that the group has committed, and that could be told
    partitions_unknown int not null,              -- whose end could not be told
    last_commit_at timestamptz,
    primary key (cluster, group_id, topic, sampled_at)
);
create index consumer_lag_by_time on daybook.consumer_lag (sampled_at);
