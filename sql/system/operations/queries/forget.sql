-- daybook collect: what is older than it is kept for.
-- Grain: nothing is given. Inputs: $1 so many days. Invariant: kinds of statements that nothing speaks of any more go with what
-- spoke of them.
with times as (
    select clock_timestamp() - $1::int * interval '1 day' as oldest
), executions as (
    delete from daybook.query_execution e using times where e.query_start < oldest
), histograms as (
    delete from daybook.query_histogram h using times where h.period < oldest
), bursts as (
    delete from daybook.query_burst b using times where b.ended_at < oldest
), deltas as (
    delete from daybook.statement_delta d using times where d.period < oldest
), waits as (
    delete from daybook.lock_wait w using times where w.last_seen_at < oldest
), spans as (
    delete from daybook.collector_span s using times where s.last_seen_at < oldest
)
delete from daybook.query_fingerprint f using times
where f.first_seen_at < oldest
    and not exists (select 1 from daybook.query_histogram h where h.fingerprint = f.fingerprint and h.period >= oldest)
    and not exists (select 1 from daybook.query_execution e where e.fingerprint = f.fingerprint and e.query_start >= oldest)
    and not exists (select 1 from daybook.statement_text t where t.fingerprint = f.fingerprint)
