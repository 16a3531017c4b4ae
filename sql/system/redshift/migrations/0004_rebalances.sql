-- Grain, inputs and invariants: as in the file for all. The tables keep the versions of the schema in step; `collect
-- kafka` does not write them on Redshift yet.

create table daybook.rebalance (
    cluster varchar(300) not null,
    group_id varchar(1000) not null,
    protocol varchar(20) not null,
    kind varchar(20) not null,
    generation int not null,
    noted_at timestamptz not null,
    outcome varchar(20) not null,
    first_generation int not null,
    assignor varchar(300) not null,
    began_at timestamptz,
    began_how varchar(20),
    assigned_at timestamptz,
    assigned_how varchar(20),
    ended_at timestamptz,
    ended_how varchar(20),
    members bigint,
    members_how varchar(20),
    members_changed bigint,
    members_changed_how varchar(20),
    members_paused bigint,
    members_paused_how varchar(20),
    partitions_total bigint,
    partitions_total_how varchar(20),
    partitions_moved bigint,
    partitions_moved_how varchar(20),
    still_ms bigint,
    still_ms_how varchar(20),
    still_sum_ms bigint,
    still_sum_ms_how varchar(20),
    clock_skew boolean not null,
    changes varchar(65535) not null,              -- JSON
    primary key (cluster, group_id, protocol, kind, generation, noted_at)
);

create table daybook.kafka_position (
    cluster varchar(300) not null,
    topic_partition int not null,
    previous_offset bigint not null,
    next_offset bigint not null,
    read_at timestamptz not null,
    primary key (cluster, topic_partition)
);

create table daybook.kafka_group (
    cluster varchar(300) not null,
    group_id varchar(1000) not null,
    topic_partition int not null,
    state varchar(65535) not null,
    offsets varchar(65535) not null,
    primary key (cluster, group_id)
);

create table daybook.consumer_lag (
    cluster varchar(300) not null,
    group_id varchar(1000) not null,
    topic varchar(300) not null,
    sampled_at timestamptz not null,
    lag bigint,
    lag_max bigint,
    partitions int not null,
    partitions_unknown int not null,
    last_commit_at timestamptz,
    primary key (cluster, group_id, topic, sampled_at)
);
