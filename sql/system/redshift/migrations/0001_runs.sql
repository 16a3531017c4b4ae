-- Grain, inputs and invariants: as in the file for all, with what Redshift lacks left to those who write: a run's number,
-- defaults, states that are known, and which row belongs to which. Keys are told, and not held. Texts of any length are
-- cut to 16,000 characters, which fit whatever their script. The claim is the lock of a build: a row that its holder
-- renews, written under LOCK.

create table daybook.run (
    run_id bigint not null primary key,
    project varchar(500) not null,
    target_schema varchar(130) not null,
    command varchar(20) not null,
    state varchar(20) not null,
    invocation_id varchar(60) not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    data_through timestamptz,
    started_by varchar(300) not null,
    host varchar(300) not null,
    program varchar(100) not null,
    backend_pid int not null,
    staging_schema varchar(130) not null,
    project_hash varchar(64) not null,
    git_commit varchar(64),
    git_dirty boolean,
    arguments varchar(65535) not null,            -- JSON
    republishes bigint,
    error_kind varchar(30),
    error_message varchar(65535),
    error_detail varchar(65535)
);

create table daybook.model_version (
    version_hash varchar(64) not null primary key,
    unique_id varchar(1000) not null,
    path varchar(2000) not null,
    raw_sql varchar(65535) not null,
    config varchar(65535) not null,               -- JSON
    first_seen timestamptz not null
);

create table daybook.run_node (
    run_id bigint not null,
    unique_id varchar(1000) not null,
    resource_type varchar(20) not null,
    name varchar(1000) not null,
    label varchar(65535),                         -- JSON
    description varchar(65535) not null,
    path varchar(2000) not null,
    materialization varchar(100),
    relation_schema varchar(130),
    relation_name varchar(130),
    attached_node varchar(1000),
    column_name varchar(300),
    severity varchar(10),
    version_hash varchar(64),
    compiled_sql varchar(65535),
    state varchar(20) not null,
    worker int,
    started_at timestamptz,
    finished_at timestamptz,
    row_count bigint,
    failures bigint,
    message varchar(65535),
    detail varchar(65535),
    sql_state varchar(5),
    position int not null,
    primary key (run_id, unique_id)
);

create table daybook.check_sample (
    run_id bigint not null,
    unique_id varchar(1000) not null,
    position int not null,
    failing_row varchar(65535) not null,          -- JSON
    primary key (run_id, unique_id, position)
);

create table daybook.run_source (
    run_id bigint not null,
    unique_id varchar(1000) not null,
    name varchar(1000) not null,
    newest_loaded_at timestamptz,
    primary key (run_id, unique_id)
);

create table daybook.publication (
    relation_schema varchar(130) not null,
    relation_name varchar(130) not null,
    relation_oid bigint not null,
    run_id bigint not null,
    unique_id varchar(1000) not null,
    version_hash varchar(64),
    row_count bigint,
    published_at timestamptz not null,
    primary key (relation_schema, relation_name)
);

create table daybook.claim (
    project varchar(500) not null,
    target_schema varchar(130) not null,
    holder varchar(60) not null,                  -- the run's invocation id
    claimed_by varchar(130) not null,             -- the role whose session holds it
    backend_pid int not null,
    renewed_at timestamptz not null,
    primary key (project, target_schema)
);
