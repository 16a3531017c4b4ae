-- Grain: one row. Inputs: the local server's own settings and catalog. Invariant: readable by its superuser
-- only; the data directory tells whether the server that answers is the one that was meant.
select current_setting('data_directory') as data_directory,
       current_setting('server_version') as server_version,
       exists (select from pg_catalog.pg_database where datname = 'daybook') as has_database
