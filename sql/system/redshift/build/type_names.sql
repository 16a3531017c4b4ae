-- Grain: one row per type. Inputs: $1 an array of types' oids. Invariant: without modifiers.
select t.oid, format_type(t.oid, null) as name
from pg_catalog.pg_type t
where t.oid in ([[1 ,: $_]])
