-- daybook collect: what those who wait for a lock want.
-- Grain: one row per session that waits. Inputs: none. Invariant: a session waits for one lock at a time.
select distinct on (l.pid) l.pid, l.locktype, l.mode, l.waitstart::text as began_at,
    case when l.relation is not null and l.database = (select oid from pg_database where datname = current_database())
         then l.relation::regclass::text end as relation
from pg_locks l
where not l.granted and l.pid is not null
order by l.pid
