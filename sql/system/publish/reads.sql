-- Grain: one row per reader and what it reads, of relations that have made room. Inputs: $1 an array of their oids as JSON.
-- Invariants: a view reads what its query names, a table what its foreign keys refer to; none reads itself.
with retired as (
    select value::text::oid as oid
    from json_array_elements($1::json)
)
select v.oid::bigint as reader, d.refobjid::bigint as read
from retired
join pg_depend d on d.refobjid = retired.oid and d.refclassid = 'pg_class'::regclass and d.classid = 'pg_rewrite'::regclass
join pg_rewrite r on r.oid = d.objid
join retired v on v.oid = r.ev_class
where v.oid <> d.refobjid
union
select c.conrelid::bigint, c.confrelid::bigint
from retired
join pg_constraint c on c.conrelid = retired.oid and c.contype = 'f' and c.confrelid <> c.conrelid
where c.confrelid in (select oid from retired)
