-- daybook collect: statements whose text has no fingerprint yet.
-- Grain: one row per database and query id, 200 at most. Inputs: none.
select s.dbid::text as database_id, s.queryid::text as query_id, min(s.query) as query
from pg_stat_statements s
where s.queryid is not null and s.query not like '-- daybook collect%' and s.query <> '<insufficient privilege>'
    and not exists (select 1 from daybook.statement_text t where t.database_id = s.dbid and t.query_id = s.queryid)
group by s.dbid, s.queryid
limit 200
