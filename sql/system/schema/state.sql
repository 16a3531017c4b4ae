-- Grain: one row. Inputs: the server's catalog, so that no right on the schema is needed to ask.
-- Invariant: answers for the schema and the table of exactly these names.
select exists (select 1 from pg_catalog.pg_namespace where nspname = 'daybook') as has_schema,
       exists (select 1 from pg_catalog.pg_class c
               join pg_catalog.pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'daybook' and c.relname = 'migration') as has_table
