-- Grain: none. Inputs: the relations about to be read, by name. Invariant: the locks come before the first
-- SELECT, which takes the snapshot. A publish swaps tables; in a snapshot older than the swap the new table
-- would look empty, because the catalog is read as of now. LOCK takes no snapshot, so what is locked here is
-- what the snapshot will know.
begin transaction isolation level repeatable read read only;
set local time zone {{zone}};
lock table {{relations}} in access share mode
