-- daybook collect: what the server lets be seen.
-- Grain: one row. Inputs: none.
select current_setting('server_version_num')::int as version,
    (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_stat_statements') as statements_schema,
    pg_has_role('pg_read_all_stats', 'usage') as sees_others,
    current_user::text as role_name
