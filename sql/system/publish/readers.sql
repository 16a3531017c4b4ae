-- Grain: one row per session that holds a lock on a relation to be replaced. Inputs: $1 the relations' oids as a
-- JSON array. Only what the catalog lets this role see.
select distinct a.pid, coalesce(a.usename, '?'), coalesce(a.application_name, ''), a.xact_start
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.relation in (select value::text::oid from json_array_elements($1::json))
    and l.granted and l.pid <> pg_backend_pid()
order by a.xact_start
limit 5
