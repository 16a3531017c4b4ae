-- daybook collect: the rule "so many statements became slow within a second".
-- Grain: one row per new burst. Inputs: $1 slow from so many milliseconds, $2 so many statements. Invariants: a statement becomes
-- slow at query_start + $1, whenever it was seen; moments that belong to a full second and are less than a second apart are one
-- burst; one that was marked grows, and is never marked again.
with slow as (
    select query_start + $1::bigint * interval '1 millisecond' as at
    from daybook.query_execution
    where query_start > now() - interval '5 minutes' - $1::bigint * interval '1 millisecond' and duration_ms >= $1::bigint
), headed as (
    select at, count(*) over (order by at range between current row and interval '999999 microseconds' following)
               >= $2::int as heads
    from slow
), placed as (
    select at, bool_or(heads) over (order by at range between interval '999999 microseconds' preceding and current row)
               as belongs
    from headed
), stepped as (
    select at, case when at - lag(at) over (order by at) < interval '1 second' then 0 else 1 end as begins
    from placed
    where belongs
), burst as (
    select min(at) as began_at, max(at) as ended_at, count(*)::int as statements
    from (select at, sum(begins) over (order by at) as island from stepped) i
    group by island
), grown as (
    update daybook.query_burst q
    set began_at = least(q.began_at, b.began_at), ended_at = greatest(q.ended_at, b.ended_at),
        statements = greatest(q.statements, b.statements)
    from burst b
    where q.began_at < b.ended_at + interval '1 second' and b.began_at < q.ended_at + interval '1 second'
)
insert into daybook.query_burst (began_at, ended_at, statements, slow_ms, burst_count)
select b.began_at, b.ended_at, b.statements, $1::bigint, $2::int
from burst b
where not exists (select 1 from daybook.query_burst q
                  where q.began_at < b.ended_at + interval '1 second' and b.began_at < q.ended_at + interval '1 second')
returning began_at::text as began_at, statements
