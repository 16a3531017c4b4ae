-- Grain: the source rows under one key, two at most: two say that the key is not one. Inputs: a source table;
-- $1, the key as text. Invariant: compared as the column's own type, so that its index serves.
select * from {{relation}} where {{key}} = $1 limit 2
