-- Grain: one row per type. Inputs: $1 an array of types' oids, as JSON. Invariant: without modifiers, as a query's
-- columns are known by their types alone.
select t.oid, format_type(t.oid, null) as name
from pg_type t
where t.oid in (select value::oid from json_array_elements_text($1::json))
