-- Grain: one row. Inputs, put in by the program: an expression, and the relation it is over. Invariant: Redshift does not
-- tell the type of an expression, but extracts an epoch from nothing but times.
select '' as type, count(extract(epoch from %1)) >= 0 as is_time from %2 where false
