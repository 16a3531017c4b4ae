-- Grain: one row per column of a relation, in their order; one without a column for a relation of none; no row when
-- nothing stands under the name. Inputs: $1 schema, $2 name. Invariant: the type can be written into SQL as it is.
select c.oid::bigint, c.relkind::text, a.attname,
    format_type(a.atttypid, a.atttypmod)
    || coalesce(' collate ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname), '') as type
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_type t on t.oid = a.atttypid
left join pg_collation co on co.oid = a.attcollation and a.attcollation <> t.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
where n.nspname = $1::text and c.relname = $2::text
order by a.attnum
