-- Grain: one row per column, in order. Inputs, put in by the program: a schema and a relation's name, as literals.
select a.attname, format_type(a.atttypid, a.atttypmod)
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %1 and c.relname = %2 and a.attnum > 0 and not a.attisdropped
order by a.attnum
