-- Grain: one row per relation to be published. Inputs: $1 an array of {position, schema, name, staged_schema,
-- staged_name} as JSON; the catalog. Invariants: kind is null where nothing of that name is live; make_room renames the
-- indexes of the live one whose names its successor's have (those of constraints have the relation's name in them).
select p.position, live.oid::bigint as live_oid, live.relkind::text as live_kind, staged.relkind::text as staged_kind,
    coalesce((select string_agg(format(';' || chr(10) || 'alter index %I.%I rename to %I', p.schema, old.relname,
                                       'daybook_old_index_' || old.oid), '')
              from pg_index indexed
              join pg_class old on old.oid = indexed.indexrelid
              where indexed.indrelid = live.oid
                  and exists (
                      select from pg_index i
                      join pg_class new on new.oid = i.indexrelid
                      where i.indrelid = staged.oid and new.relname = old.relname)), '') as make_room,
    staged.oid::bigint as staged_oid
from json_to_recordset($1::json) as p(position int, schema text, name text, staged_schema text, staged_name text)
left join pg_class live
    on live.relname = p.name and live.relnamespace = (select oid from pg_namespace where nspname = p.schema)
join pg_class staged
    on staged.relname = p.staged_name
    and staged.relnamespace = (select oid from pg_namespace where nspname = p.staged_schema)
order by p.position
