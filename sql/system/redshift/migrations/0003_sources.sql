-- Grain, inputs and invariants: as in the file for all.

create table daybook.source_shape (
    run_id bigint not null,
    unique_id varchar(1000) not null,
    shape varchar(65535) not null,
    primary key (run_id, unique_id)
);
