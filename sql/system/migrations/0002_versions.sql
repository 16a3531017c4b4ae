-- Grain: one row per version of a project that a run has published, per file of such a version, and per text of a file.
-- Inputs: none. Invariants: what is kept never changes, so that any published version can be published again; a text
-- that several versions share is kept once.

create table daybook.file_text (
    sha256 text primary key,                      -- in hex, over content
    content bytea not null
);

create table daybook.project_version (
    project_hash text primary key,                -- as in daybook.run
    first_seen timestamptz not null default clock_timestamp()
);

create table daybook.project_file (
    project_hash text not null references daybook.project_version on delete cascade,
    path text not null,                           -- relative to the project's folder, '/' between its parts
    sha256 text not null references daybook.file_text,
    primary key (project_hash, path)
);

alter table daybook.run add column republishes bigint references daybook.run;
comment on column daybook.run.republishes is
    'the run whose version of the project was taken, where it was not the one in the folder (rollback)';
