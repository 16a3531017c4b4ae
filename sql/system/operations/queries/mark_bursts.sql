-- daybook collect: the rule "so many statements became slow within a second".
-- Grain: one row per burst. Inputs: $1 slow from so many milliseconds, $2 so many statements. Invariants: a statement becomes
-- slow at query_start + $1, whenever it was seen; moments that belong to a full second and are less than a second apart are one
-- burst; one that was marked grows, and is never marked again.
with slow as (
    select query_start + $1::bigint * interval '1 millisecond' as at
    from daybook.query_execution
    where duration_ms >= $1::bigint and last_seen_at > clock_timestamp() - interval '5 minutes'
        and query_start + $1::bigint * interval '1 millisecond' > clock_timestamp() - interval '5 minutes'
), full_second as (
    select distinct s.at
    from slow s
    where exists (
        select 1 from slow w
        where w.at <= s.at and s.at < w.at + interval '1 second'
            and (select count(*) from slow o where o.at >= w.at and o.at < w.at + interval '1 second') >= $2::int)
), stepped as (
    select at, case when at - lag(at) over (order by at) < interval '1 second' then 0 else 1 end as begins
    from full_second
), burst as (
    select min(at) as began_at, max(at) as ended_at
    from (select at, sum(begins) over (order by at) as island from stepped) i
    group by island
), counted as (
    select b.*, (select count(*) from slow s where s.at between b.began_at and b.ended_at)::int as statements from burst b
), grown as (
    update daybook.query_burst q
    set began_at = least(q.began_at, c.began_at), ended_at = greatest(q.ended_at, c.ended_at),
        statements = greatest(q.statements, c.statements)
    from counted c
    where q.began_at < c.ended_at + interval '1 second' and c.began_at < q.ended_at + interval '1 second'
)
insert into daybook.query_burst (began_at, ended_at, statements, slow_ms, burst_count)
select c.began_at, c.ended_at, c.statements, $1::bigint, $2::int
from counted c
where not exists (select 1 from daybook.query_burst q
                  where q.began_at < c.ended_at + interval '1 second' and c.began_at < q.ended_at + interval '1 second')
returning began_at::text as began_at, statements
