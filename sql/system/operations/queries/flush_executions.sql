-- daybook collect: what was seen of executions since the last flush.
-- Grain: one row per execution. Inputs: $1 executions as JSON, $2 from how many milliseconds one is kept by itself. Invariant:
-- an execution is in the histogram if and only if it has ended.
with seen as (
    select *
    from json_to_recordset($1::json) as s(
        pid int, backend_start timestamptz, query_start timestamptz, fingerprint text, text text, is_cut boolean,
        database_name text, role_name text, application_name text, last_seen_at timestamptz, duration_ms bigint,
        has_ended boolean, is_exact boolean, query text)
), named as (
    insert into daybook.query_fingerprint (fingerprint, query, is_cut, first_seen_at)
    select distinct on (fingerprint) fingerprint, text, is_cut, query_start from seen where text is not null
    on conflict (fingerprint) do nothing
), kept as (
    insert into daybook.query_execution (query_start, pid, backend_start, fingerprint, database_name, role_name,
                                         application_name, last_seen_at, duration_ms, has_ended, is_exact, query)
    select query_start, pid, backend_start, fingerprint, database_name, role_name, application_name, last_seen_at,
        duration_ms, has_ended, is_exact, query
    from seen
    where duration_ms >= $2::bigint
    on conflict (query_start, pid, backend_start) do update
        set last_seen_at = excluded.last_seen_at, duration_ms = excluded.duration_ms,
            has_ended = excluded.has_ended, is_exact = excluded.is_exact
)
insert into daybook.query_histogram as h (period, fingerprint, bucket, executions, total_ms, max_ms)
select to_timestamp(floor(extract(epoch from last_seen_at) / 600) * 600), fingerprint,
    floor(8 * log(2, greatest(duration_ms, 1)))::int, count(*), sum(duration_ms), max(duration_ms)
from seen
where has_ended
group by 1, 2, 3
on conflict (period, fingerprint, bucket) do update
    set executions = h.executions + excluded.executions, total_ms = h.total_ms + excluded.total_ms,
        max_ms = greatest(h.max_ms, excluded.max_ms)
