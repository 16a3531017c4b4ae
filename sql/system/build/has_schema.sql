-- Grain: one row. Inputs: $1 a schema's name.
select exists (select 1 from pg_catalog.pg_namespace where nspname = $1)
