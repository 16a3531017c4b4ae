-- Grain: what `daybookctl collect queries` saw of the server: one row per kind of statement, per slow execution, per ten
-- minutes, statement and duration, per burst, per wait for a lock. Inputs: none. Invariants: times are the server's; an
-- execution is counted in the histogram once, in the transaction that notes its end; where no span covers a time, nobody
-- looked, and its silence proves nothing.

create table daybook.collector_span (
    collector text not null,                      -- queries
    began_at timestamptz not null,
    last_seen_at timestamptz not null,            -- it looked until here, without a gap
    flushes bigint not null default 0,            -- written so often: a flush that is sent twice counts once
    primary key (collector, began_at)
);

create table daybook.query_fingerprint (
    fingerprint text primary key,                 -- by PostgreSQL's parser; text-... for what it cannot read
    query text not null,                          -- without its literals
    is_cut boolean not null,                      -- the server showed its beginning only
    first_seen_at timestamptz not null
);

create table daybook.query_execution (
    query_start timestamptz not null,
    pid int not null,
    backend_start timestamptz not null,
    fingerprint text not null,
    database_name text not null,
    role_name text not null,
    application_name text not null,
    last_seen_at timestamptz not null,
    duration_ms bigint not null,
    has_ended boolean not null,
    is_exact boolean not null,                    -- false: it took at least this long
    query text,                                   -- with its literals, only where that was asked for
    primary key (query_start, pid, backend_start)
);
create index query_execution_open on daybook.query_execution (pid) where not has_ended;

create table daybook.query_histogram (
    period timestamptz not null,                  -- ten minutes from here, in which they ended
    fingerprint text not null,
    bucket int not null,                          -- 2^(bucket/8) ms up to 2^((bucket+1)/8): a twelfth of the duration
    executions bigint not null,
    total_ms bigint not null,
    max_ms bigint not null,
    primary key (period, fingerprint, bucket)
);

create table daybook.query_burst (
    burst_id bigint generated always as identity primary key,
    began_at timestamptz not null,                -- the first of them became slow
    ended_at timestamptz not null,
    statements int not null,
    slow_ms bigint not null,
    burst_count int not null
);
create index query_burst_by_time on daybook.query_burst (began_at);

create table daybook.statement_counter (
    user_id oid not null,
    database_id oid not null,
    query_id bigint not null,
    top_level boolean not null,
    epoch timestamptz not null,                   -- since when the server counts, as far as is known
    seen_at timestamptz not null,
    calls bigint not null,
    total_ms double precision not null,
    row_count bigint not null,
    temp_blocks bigint not null,
    primary key (user_id, database_id, query_id, top_level)
);

create table daybook.statement_delta (
    period timestamptz not null,
    user_id oid not null,
    database_id oid not null,
    query_id bigint not null,
    top_level boolean not null,
    epoch timestamptz not null,
    since timestamptz not null,                   -- what happened after this is in it
    calls bigint not null,
    total_ms double precision not null,
    row_count bigint not null,
    temp_blocks bigint not null,
    primary key (period, user_id, database_id, query_id, top_level, epoch)
);

create table daybook.statement_text (
    database_id oid not null,
    query_id bigint not null,
    fingerprint text not null,
    primary key (database_id, query_id)
);

create table daybook.lock_wait (
    began_at timestamptz not null,
    pid int not null,
    backend_start timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,                         -- it was gone here; null: it waits still, or nobody looks any more
    lock_type text not null,
    mode text not null,
    relation text,
    query text not null,                          -- without its literals
    database_name text not null,
    role_name text not null,
    application_name text not null,
    blocked_by text not null,                     -- process ids, 0 for a prepared transaction
    blocker_pid int not null,                     -- at the root: it waits for nobody
    blocker_state text,
    blocker_query text,
    blocker_role text,
    blocker_application text,
    blocker_xact_start timestamptz,
    primary key (began_at, pid, backend_start)
);
create index lock_wait_open on daybook.lock_wait (pid) where ended_at is null;
