-- Grain: one row per applied migration. Inputs: none. Invariant: as in the file for all.
create table daybook.migration (
    version int not null primary key,
    name varchar(200) not null,
    checksum varchar(64) not null,                -- SHA-256 of the migration's text, in hex
    applied_at timestamptz not null
);
