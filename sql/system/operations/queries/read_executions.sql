-- Grain: one row per slow execution, newest first. Inputs: $1 and $2, a window; $3 a fingerprint, or nothing for all; $4 so
-- many rows.
select e.query_start, e.pid, e.fingerprint, coalesce(e.query, f.query, '') as query, e.query is not null as has_literals,
    e.database_name, e.role_name, e.application_name, e.duration_ms, e.has_ended, e.is_exact
from daybook.query_execution e
left join daybook.query_fingerprint f using (fingerprint)
where e.query_start < $2::timestamptz and e.last_seen_at >= $1::timestamptz
    and ($3::text is null or e.fingerprint = $3::text)
order by e.query_start desc, e.pid
limit $4::int
