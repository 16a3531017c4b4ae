-- daybook collect: what was counted in pg_stat_statements since the last time.
-- Grain: one row, how many statements there are. Inputs: none. Invariants: the shared counters are never reset; a counter
-- that went back, or a newer reset, begins an epoch, in which all that it shows is new; what the very first look finds was
-- counted before and belongs to no period.
with info as (
    select (select stats_reset from pg_stat_statements_info) as stats_reset, clock_timestamp() as at,
        exists (select 1 from daybook.statement_counter) as looked_before
), shown as (
    select userid, dbid, queryid, toplevel, sum(calls)::bigint as calls, sum(total_exec_time) as total_ms,
        sum(rows)::bigint as row_count, sum(temp_blks_read + temp_blks_written)::bigint as temp_blocks
    from pg_stat_statements
    where queryid is not null and query not like '-- daybook collect%'
    group by userid, dbid, queryid, toplevel
), compared as (
    select s.*, i.at, i.looked_before, c.seen_at as since,
        c.calls is null or s.calls < c.calls or coalesce(i.stats_reset > c.seen_at, false) as begins,
        coalesce(c.calls, 0) as old_calls, coalesce(c.total_ms, 0) as old_total, coalesce(c.row_count, 0) as old_rows,
        coalesce(c.temp_blocks, 0) as old_temp, c.epoch as old_epoch,
        case when c.calls is null or i.stats_reset > c.seen_at then coalesce(i.stats_reset, i.at) else i.at end as new_epoch
    from shown s cross join info i
    left join daybook.statement_counter c
        on c.user_id = s.userid and c.database_id = s.dbid and c.query_id = s.queryid and c.top_level = s.toplevel
), changed as (
    select * from compared where begins or calls <> old_calls
), counter as (
    insert into daybook.statement_counter
    select userid, dbid, queryid, toplevel, case when begins then new_epoch else old_epoch end, at, calls, total_ms,
        row_count, temp_blocks
    from changed
    on conflict (user_id, database_id, query_id, top_level) do update
        set epoch = excluded.epoch, seen_at = excluded.seen_at, calls = excluded.calls, total_ms = excluded.total_ms,
            row_count = excluded.row_count, temp_blocks = excluded.temp_blocks
), delta as (
    insert into daybook.statement_delta as d
    select to_timestamp(floor(extract(epoch from at) / 600) * 600), userid, dbid, queryid, toplevel,
        case when begins then new_epoch else old_epoch end,
        coalesce(since, (select max(last_seen_at) from daybook.collector_span where collector = 'queries'), at),
        calls - case when begins then 0 else old_calls end, total_ms - case when begins then 0 else old_total end,
        row_count - case when begins then 0 else old_rows end, temp_blocks - case when begins then 0 else old_temp end
    from changed
    where looked_before
    on conflict (period, user_id, database_id, query_id, top_level, epoch) do update
        set calls = d.calls + excluded.calls, total_ms = d.total_ms + excluded.total_ms,
            row_count = d.row_count + excluded.row_count, temp_blocks = d.temp_blocks + excluded.temp_blocks
)
select count(*) from shown
