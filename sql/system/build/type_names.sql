-- Grain: one row per type. Inputs: $1 an array of types' oids, as PostgreSQL writes arrays. Invariant: without modifiers,
-- as a query's columns are known by their types alone.
select t.oid, format_type(t.oid, null) as name
from pg_type t
where t.oid = any($1::text::oid[])
