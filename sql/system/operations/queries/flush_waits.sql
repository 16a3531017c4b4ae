-- daybook collect: who waited for a lock since the last flush.
-- Grain: one row per wait. Inputs: $1 waits as JSON.
insert into daybook.lock_wait (began_at, pid, backend_start, last_seen_at, ended_at, lock_type, mode, relation, query,
                               database_name, role_name, application_name, blocked_by, blocker_pid, blocker_state,
                               blocker_query, blocker_role, blocker_application, blocker_xact_start)
select *
from json_to_recordset($1::json) as w(
    began_at timestamptz, pid int, backend_start timestamptz, last_seen_at timestamptz, ended_at timestamptz,
    lock_type text, mode text, relation text, query text, database_name text, role_name text, application_name text,
    blocked_by text, blocker_pid int, blocker_state text, blocker_query text, blocker_role text,
    blocker_application text, blocker_xact_start timestamptz)
on conflict (began_at, pid, backend_start) do update
    set last_seen_at = excluded.last_seen_at, ended_at = excluded.ended_at, blocked_by = excluded.blocked_by,
        blocker_pid = excluded.blocker_pid, blocker_state = excluded.blocker_state,
        blocker_query = excluded.blocker_query, blocker_role = excluded.blocker_role,
        blocker_application = excluded.blocker_application, blocker_xact_start = excluded.blocker_xact_start
