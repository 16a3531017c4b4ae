-- Grain: one row per column of a relation, as in the file for all. Inputs: $1 schema, $2 name. Invariant: Redshift's
-- catalog knows no collations of columns.
select c.oid::bigint, c.relkind::varchar(1), a.attname, format_type(a.atttypid, a.atttypmod) as type
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = $1 and c.relname = $2
order by a.attnum
