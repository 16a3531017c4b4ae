-- Grain: one row per wait for a lock, newest first. Inputs: $1 and $2, a window; $3 so many rows. Invariant: the name of a step
-- is that of the one step of Daybook's own build that ran then and is named in the statement, else nothing.
select w.began_at, w.last_seen_at, w.ended_at, w.pid, w.lock_type, w.mode, w.relation, w.query, w.role_name,
    w.application_name, w.blocked_by, w.blocker_pid, w.blocker_state, w.blocker_query, w.blocker_role,
    w.blocker_application, w.blocker_xact_start, s.run_id, s.step
from daybook.lock_wait w
left join lateral (
    select r.run_id, case when count(n.*) = 1 then max(n.name) end as step
    from daybook.run r
    left join daybook.run_node n on n.run_id = r.run_id and n.started_at <= w.last_seen_at
        and coalesce(n.finished_at, 'infinity') >= w.began_at and strpos(w.query, coalesce(n.relation_name, n.name)) > 0
    where w.application_name = 'daybook ' || r.staging_schema
    group by r.run_id
    order by r.run_id desc
    limit 1
) s on true
where w.began_at < $2::timestamptz and w.last_seen_at >= $1::timestamptz
order by w.began_at desc, w.pid
limit $3::int
