-- Grain: Daybook's own memory of what it built, checked and published; one row per run, per node of a run,
-- per kept failing row, per source of a run, and per live relation.
-- Inputs: none. Invariants: a run that is published was recorded in the transaction that published it; times
-- are the server's; model texts are kept once per content hash and never change.

create table daybook.run (
    run_id bigint generated always as identity primary key,
    project text not null,
    target_schema text not null,
    command text not null,                        -- build, run, test, seed
    state text not null default 'running',
    invocation_id text not null,
    started_at timestamptz not null default clock_timestamp(),  -- also the watermark: rows loaded later are not read
    finished_at timestamptz,
    data_through timestamptz,                     -- the oldest of the newest rows of each source; null: unknown
    started_by text not null,                     -- operating system's user
    host text not null,
    program text not null,                        -- "daybookctl 0.1.0"
    backend_pid int not null default pg_backend_pid(),
    backend_start timestamptz,
    staging_schema text not null,
    project_hash text not null,                   -- over every file that shapes the models
    git_commit text,
    git_dirty boolean,
    arguments json not null default '{}',         -- select, exclude, vars, threads as given
    error_kind text,                              -- as ErrorKind's names, for runs that failed
    error_message text,
    error_detail text,
    constraint run_state check (state in
        ('running', 'published', 'passed', 'checks_failed', 'failed', 'cancelled', 'abandoned')),
    constraint run_finished check ((state = 'running') = (finished_at is null))
);
comment on column daybook.run.state is
    'published: all error checks passed and the relations are live; passed: nothing to publish and all error '
    'checks passed; checks_failed: nothing was published; abandoned: the process died';
create index run_by_project on daybook.run (project, target_schema, run_id desc);

create table daybook.model_version (
    version_hash text primary key,                -- SHA-256 over the node's raw text and its configuration
    unique_id text not null,
    path text not null,
    raw_sql text not null,
    config json not null,
    first_seen timestamptz not null default clock_timestamp()
);

create table daybook.run_node (
    run_id bigint not null references daybook.run on delete cascade,
    unique_id text not null,
    resource_type text not null,                  -- model, seed, test
    name text not null,
    label json,                                   -- {"en": ..., "ko": ...} from meta.daybook.label
    description text not null default '',
    path text not null default '',
    materialization text,
    relation_schema text,
    relation_name text,
    attached_node text,                           -- for a test: the node it tests
    column_name text,
    severity text,                                -- for a test: error or warn
    version_hash text,
    compiled_sql text,
    state text not null default 'pending',
    worker int,                                   -- which of the run's connections, from 0
    started_at timestamptz,
    finished_at timestamptz,
    row_count bigint,                             -- models and seeds: rows written
    failures bigint,                              -- tests: what fail_calc counted
    message text,
    detail text,
    sql_state text,
    position int not null default 0,              -- order in the plan, for display
    primary key (run_id, unique_id),
    constraint run_node_state check (state in
        ('pending', 'running', 'success', 'pass', 'warn', 'fail', 'error', 'skipped', 'cancelled'))
);

create table daybook.check_sample (
    run_id bigint not null,
    unique_id text not null,
    position int not null,
    failing_row json not null,                    -- json, not jsonb: the columns keep their order
    primary key (run_id, unique_id, position),
    foreign key (run_id, unique_id) references daybook.run_node on delete cascade
);

create table daybook.run_source (
    run_id bigint not null references daybook.run on delete cascade,
    unique_id text not null,
    name text not null,
    newest_loaded_at timestamptz,                 -- up to the run's watermark; null: the source is empty
    primary key (run_id, unique_id)
);

create table daybook.publication (
    relation_schema text not null,
    relation_name text not null,
    relation_oid oid not null,                    -- differs from pg_class.oid once somebody else replaced it
    run_id bigint not null references daybook.run,
    unique_id text not null,
    version_hash text,
    row_count bigint,
    published_at timestamptz not null default now(),
    primary key (relation_schema, relation_name)
);
