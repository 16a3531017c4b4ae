-- Grain: none. Inputs: none. Invariant: run only where the schema is missing, under the migrations' lock:
-- "if not exists" would ask for the right to create even where there is nothing to create.
create schema daybook;
comment on schema daybook is 'Daybook''s own memory: what was built, checked and published';
