-- Grain, inputs and invariants: as in the file for all; a text is kept in base64, in pieces that a column holds.

create table daybook.file_text (
    sha256 varchar(64) not null,
    position int not null,
    content varchar(65535) not null,
    primary key (sha256, position)
);

create table daybook.project_version (
    project_hash varchar(64) not null primary key,
    first_seen timestamptz not null
);

create table daybook.project_file (
    project_hash varchar(64) not null,
    path varchar(2000) not null,
    sha256 varchar(64) not null,
    primary key (project_hash, path)
);
