-- Grain: one row per migration that has been applied, oldest first. Inputs: daybook.migration.
-- Invariant: needs no more than USAGE on the schema and SELECT on the table.
select version, name, checksum from daybook.migration order by version
