-- Grain: one row per entry given. Inputs: $1 cluster, $2 an array of entries as JSON, named like the columns.
-- Invariant: an entry that is there already is brought to what is known now; its key never changes.
insert into daybook.rebalance
select $1::text, group_id, protocol, kind, generation, noted_at, outcome, first_generation, assignor, began_at, began_how,
    assigned_at, assigned_how, ended_at, ended_how, members, members_how, members_changed, members_changed_how,
    members_paused, members_paused_how, partitions_total, partitions_total_how, partitions_moved, partitions_moved_how,
    still_ms, still_ms_how, still_sum_ms, still_sum_ms_how, clock_skew, changes
from json_to_recordset($2::json) as entry(
    group_id text, protocol text, kind text, generation int, noted_at timestamptz, outcome text, first_generation int,
    assignor text, began_at timestamptz, began_how text, assigned_at timestamptz, assigned_how text,
    ended_at timestamptz, ended_how text, members bigint, members_how text, members_changed bigint,
    members_changed_how text, members_paused bigint, members_paused_how text, partitions_total bigint,
    partitions_total_how text, partitions_moved bigint, partitions_moved_how text, still_ms bigint, still_ms_how text,
    still_sum_ms bigint, still_sum_ms_how text, clock_skew boolean, changes json)
on conflict (cluster, group_id, protocol, kind, generation, noted_at) do update
set outcome = excluded.outcome, first_generation = excluded.first_generation, assignor = excluded.assignor,
    began_at = excluded.began_at, began_how = excluded.began_how, assigned_at = excluded.assigned_at,
    assigned_how = excluded.assigned_how, ended_at = excluded.ended_at, ended_how = excluded.ended_how,
    members = excluded.members, members_how = excluded.members_how, members_changed = excluded.members_changed,
    members_changed_how = excluded.members_changed_how, members_paused = excluded.members_paused,
    members_paused_how = excluded.members_paused_how, partitions_total = excluded.partitions_total,
    partitions_total_how = excluded.partitions_total_how, partitions_moved = excluded.partitions_moved,
    partitions_moved_how = excluded.partitions_moved_how, still_ms = excluded.still_ms,
    still_ms_how = excluded.still_ms_how, still_sum_ms = excluded.still_sum_ms,
    still_sum_ms_how = excluded.still_sum_ms_how, clock_skew = excluded.clock_skew, changes = excluded.changes
