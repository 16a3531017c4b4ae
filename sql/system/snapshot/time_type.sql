-- Grain: one row. Inputs, put in by the program: an expression, and the relation it is over. Column 1 the name of its
-- type, 2 whether that is a moment or a day.
select format_type(t.oid, null),
    t.typcategory = 'D'
    and coalesce(nullif(t.typbasetype, 0), t.oid) not in ('time'::regtype, 'timetz'::regtype)
from pg_type t
where t.oid = pg_typeof((select %1 from %2 limit 1))::oid
