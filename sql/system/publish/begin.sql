-- Grain: none. Inputs: none. Invariants: a publish does not queue up before readers for long; with an empty search path
-- the definitions of views name every relation in full.
begin;
set local lock_timeout = '1500ms';
set local search_path = ''
