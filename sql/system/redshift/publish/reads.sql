-- Grain: one row per reader and what it reads, of relations that have made room. Inputs: $1 an array of their oids.
-- Invariants: as in the file for all; a view that binds late depends on nothing. A rule of a view depends on what the view
-- reads, and belongs to the view.
select distinct own.refobjid::bigint as reader, reads.refobjid::bigint as read
from pg_catalog.pg_depend reads
join pg_catalog.pg_depend own on own.objid = reads.objid and own.deptype = 'i' and own.refobjid <> reads.refobjid
where reads.refobjid in ([[1 ,: $_]]) and own.refobjid in ([[1 ,: $_]])
union
select c.conrelid::bigint, c.confrelid::bigint
from pg_catalog.pg_constraint c
where c.contype = 'f' and c.confrelid <> c.conrelid
    and c.conrelid in ([[1 ,: $_]]) and c.confrelid in ([[1 ,: $_]])
