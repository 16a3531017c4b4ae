-- Grain: how many sessions of that identity still live. Inputs: $1 process id, $2 the run's id, by which the
-- session's start is known, so that a stranger who got the same process id is left alone.
select count(*), count(pg_terminate_backend(a.pid))
from pg_stat_activity a
join daybook.run r on r.run_id = $2::bigint and r.backend_start = a.backend_start
where a.pid = $1::int
