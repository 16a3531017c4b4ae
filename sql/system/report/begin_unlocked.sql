-- Grain: none. Inputs: none. Invariant: for reports on relations that cannot be locked (materialized views,
-- foreign tables); the reader then compares oids in the snapshot and in the catalog (unswapped.sql).
begin transaction isolation level repeatable read read only;
set local time zone {{zone}}
