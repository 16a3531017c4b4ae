-- Grain: one row. Inputs: none that are used. Invariant: a session that publishes holds this lock to its end, so once we
-- have held it, what it did is done or undone.
begin;
lock daybook.claim;
commit;
select 0 as sessions
