-- Grain: one row per column of each relation asked for that is there. Input: $1 an array of {position, schema, name}.
-- Invariants: as in the file for all.
select p.position, c.relkind::varchar(1) as kind, pg_get_userbyid(c.relowner) as owner, about.description as comment,
    a.attname as column_name, a.attnum as column_index, format_type(a.atttypid, a.atttypmod) as column_type,
    of_column.description as column_comment
from (
    [[1 union all: select $.position::int as position, $.schema::varchar(130) as schema, $.name::varchar(130) as name]]
) p
join pg_catalog.pg_namespace n on n.nspname = p.schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = p.name
join pg_catalog.pg_attribute a on a.attrelid = c.oid
left join pg_catalog.pg_description about on about.objoid = c.oid and about.objsubid = 0
left join pg_catalog.pg_description of_column on of_column.objoid = c.oid and of_column.objsubid = a.attnum
where c.relkind in ('r', 'v', 'm') and a.attnum > 0 and not a.attisdropped
order by p.position, a.attnum
