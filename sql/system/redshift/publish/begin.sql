-- Grain: none. Inputs: none. Invariants: what locks the claim sees what those before have committed; with an empty
-- search path the definitions of views name every relation in full.
begin;
lock daybook.claim;
set local search_path = ''
