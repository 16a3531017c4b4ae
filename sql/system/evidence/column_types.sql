-- Grain: one row per type. Inputs: $1 type oids as an array. Invariant: is_text is true unless the type's
-- values are numbers, dates, times or truth values, which no spreadsheet takes for a formula's text.
select oid::text as oid,
       format_type(oid, null) as name,
       typcategory not in ('N', 'D', 'T', 'B') as is_text,
       oid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) as is_exact,
       oid in ('text'::regtype, 'varchar'::regtype) as is_plain_text,
       oid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'bool'::regtype, 'date'::regtype,
               'uuid'::regtype) or typtype = 'e' as has_one_text
from pg_catalog.pg_type
where oid = any ($1::oid[])
