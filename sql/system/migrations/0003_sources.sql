-- Grain: one row per run and source that it read. Inputs: none. Invariant: of a source, the row of the last published
-- run is what the next run holds it to; rows of runs that were not published count for nothing.

create table daybook.source_shape (
    run_id bigint not null references daybook.run on delete cascade,
    unique_id text not null,
    shape text not null,                          -- JSON: types of columns, labels of enums, values watched
    primary key (run_id, unique_id)
);
create index source_shape_by_source on daybook.source_shape (unique_id, run_id desc);
