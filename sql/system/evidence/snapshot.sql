-- Grain: one row. Inputs: $1 the time zone in which timestamps are written. Invariant: the first query of an
-- export's transaction, so the time is that of its snapshot, by the server's clock. Under shared_snapshot another
-- session reads the same, as long as this transaction lasts.
select set_config('TimeZone', $1, true) as time_zone,
       to_char(statement_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as snapshot_time,
       pg_current_snapshot()::text as snapshot,
       current_setting('server_version') as version,
       current_database()::text as database,
       current_user::text as "user",
       pg_export_snapshot() as shared_snapshot
