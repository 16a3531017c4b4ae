-- daybook collect: from now on it looks.
-- Grain: one row per span, its beginning. Inputs: none. Invariant: waits that a former collector left open are closed where it
-- saw them last; those that go on are opened again by the first flush.
with closed as (
    update daybook.lock_wait set ended_at = last_seen_at where ended_at is null
)
insert into daybook.collector_span (collector, began_at, last_seen_at)
values ('queries', clock_timestamp(), clock_timestamp())
returning began_at::text as began_at
