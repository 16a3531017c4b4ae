-- Grain, inputs and invariants: as in the file for all.

create table daybook.collector_span (
    collector varchar(100) not null,
    began_at timestamptz not null,
    last_seen_at timestamptz not null,
    flushes bigint not null default 0,
    primary key (collector, began_at)
);

create table daybook.query_fingerprint (
    fingerprint varchar(100) primary key,
    query varchar(65535) not null,
    is_cut boolean not null,
    first_seen_at timestamptz not null
);

create table daybook.query_execution (
    query_start timestamptz not null,
    pid int not null,
    backend_start timestamptz not null,
    fingerprint varchar(100) not null,
    database_name varchar(65535) not null,
    role_name varchar(65535) not null,
    application_name varchar(65535) not null,
    last_seen_at timestamptz not null,
    duration_ms bigint not null,
    has_ended boolean not null,
    is_exact boolean not null,
    query varchar(65535),
    primary key (query_start, pid, backend_start)
);

create table daybook.query_histogram (
    period timestamptz not null,
    fingerprint varchar(100) not null,
    bucket int not null,
    executions bigint not null,
    total_ms bigint not null,
    max_ms bigint not null,
    primary key (period, fingerprint, bucket)
);

create table daybook.query_burst (
    burst_id bigint not null primary key,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    statements int not null,
    slow_ms bigint not null,
    burst_count int not null
);

create table daybook.statement_counter (
    user_id bigint not null,
    database_id bigint not null,
    query_id bigint not null,
    top_level boolean not null,
    epoch timestamptz not null,
    seen_at timestamptz not null,
    calls bigint not null,
    total_ms double precision not null,
    row_count bigint not null,
    temp_blocks bigint not null,
    primary key (user_id, database_id, query_id, top_level)
);

create table daybook.statement_delta (
    period timestamptz not null,
    user_id bigint not null,
    database_id bigint not null,
    query_id bigint not null,
    top_level boolean not null,
    epoch timestamptz not null,
    since timestamptz not null,
    calls bigint not null,
    total_ms double precision not null,
    row_count bigint not null,
    temp_blocks bigint not null,
    primary key (period, user_id, database_id, query_id, top_level, epoch)
);

create table daybook.statement_text (
    database_id bigint not null,
    query_id bigint not null,
    fingerprint varchar(100) not null,
    primary key (database_id, query_id)
);

create table daybook.lock_wait (
    began_at timestamptz not null,
    pid int not null,
    backend_start timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    lock_type varchar(65535) not null,
    mode varchar(65535) not null,
    relation varchar(65535),
    query varchar(65535) not null,
    database_name varchar(65535) not null,
    role_name varchar(65535) not null,
    application_name varchar(65535) not null,
    blocked_by varchar(65535) not null,
    blocker_pid int not null,
    blocker_state varchar(65535),
    blocker_query varchar(65535),
    blocker_role varchar(65535),
    blocker_application varchar(65535),
    blocker_xact_start timestamptz,
    primary key (began_at, pid, backend_start)
);
