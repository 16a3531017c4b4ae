-- daybook collect: what ran when a former collector looked last; whoever goes on follows it to its end.
-- Grain: one row per execution. Inputs: none.
select pid, backend_start::text as backend_start, query_start::text as query_start, fingerprint, database_name, role_name,
    application_name, last_seen_at::text as last_seen_at, duration_ms
from daybook.query_execution
where not has_ended
