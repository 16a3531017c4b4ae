-- daybook collect: the sessions of clients, as they are at this moment.
-- Grain: one row per session other than this one; state is null where the role may not look. Inputs: none. Invariant:
-- what a duration is made of comes from the server's clock alone.
select a.pid, a.backend_start::text as backend_start, a.query_start::text as query_start, a.state, a.query,
    coalesce(a.datname, '') as database_name, coalesce(a.usename, '') as role_name,
    coalesce(a.application_name, '') as application_name, a.xact_start::text as xact_start,
    clock_timestamp()::text as seen_at,
    greatest(0, extract(epoch from case when a.state in ('active', 'fastpath function call') then clock_timestamp()
                                        else a.state_change end - a.query_start) * 1000)::bigint as duration_ms,
    case when a.wait_event_type = 'Lock' then array_to_string(pg_blocking_pids(a.pid), ',') end as blocked_by,
    octet_length(a.query) >= pg_size_bytes(current_setting('track_activity_query_size')) - 4 as is_cut
from pg_stat_activity a
where a.pid <> pg_backend_pid() and a.datid is not null
    and coalesce(a.backend_type, 'client backend') = 'client backend'
