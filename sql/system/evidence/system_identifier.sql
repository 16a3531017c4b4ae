-- Grain: one row. Inputs: none. Invariant: none; a server may keep its identifier to itself.
select system_identifier::text from pg_control_system()
