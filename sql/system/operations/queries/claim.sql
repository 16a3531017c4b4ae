-- daybook collect: one collector at a time in a database.
-- Grain: one row, whether this session is the one. Inputs: none.
select pg_try_advisory_lock(7165063, (select oid::int from pg_database where datname = current_database())) as is_ours
