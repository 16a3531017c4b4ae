-- Grain: one row. Inputs: $1 the target schema, as named in the catalog. Invariants: as in the file for all; Redshift
-- has no standby to be connected to by mistake.
select current_user::text as role,
       current_database()::text as database,
       current_setting('server_version') as server_version,
       true as takes_changes,
       has_database_privilege(current_database(), 'create') as may_create_schemas,
       (select has_schema_privilege(nspname, 'create') from pg_catalog.pg_namespace
        where nspname = $1::text) as may_create_in_target,
       (select has_schema_privilege(nspname, 'create') from pg_catalog.pg_namespace
        where nspname = 'daybook') as may_create_in_daybook
