-- Grain: one row. Inputs: $1 the target schema, as named in the catalog. Invariants: reads the catalog only;
-- may_create_in_... is NULL where the schema does not exist yet.
select current_user::text as role,
       current_database()::text as database,
       current_setting('server_version') as server_version,
       not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as takes_changes,
       has_database_privilege(current_database(), 'create') as may_create_schemas,
       (select has_schema_privilege(oid, 'create') from pg_catalog.pg_namespace
        where nspname = $1::text) as may_create_in_target,
       (select has_schema_privilege(oid, 'create') from pg_catalog.pg_namespace
        where nspname = 'daybook') as may_create_in_daybook
