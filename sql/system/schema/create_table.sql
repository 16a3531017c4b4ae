-- Grain: one row per applied migration. Inputs: none. Invariant: a row is written in the transaction that
-- applied its migration, and never changes afterwards.
create table daybook.migration (
    version int primary key,
    name text not null,
    checksum text not null,                       -- SHA-256 of the migration's text, in hex
    applied_at timestamptz not null default clock_timestamp()
);
