-- Grain: one row: what the server says it is, and whether it is a Citus. Inputs: the catalog. Invariant: needs no right.
select version(), exists (select from pg_catalog.pg_extension where extname = 'citus')
