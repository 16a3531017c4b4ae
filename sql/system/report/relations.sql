-- Grain: one row per relation asked for that exists, with its columns as json. Inputs: $1, a json list of
-- {"schema", "name"}; an empty schema is looked up on the search path. Invariant: names are matched within the
-- statement's snapshot; to_regclass reads the catalog as of now, and beside a publish the two do not meet.
select asked.schema, asked.name, c.oid, c.relkind,
       coalesce(has_table_privilege(c.oid, 'select'), true) as readable,  -- NULL: just replaced; the lock will tell
       (select coalesce(json_agg(json_build_object('name', a.attname, 'category', t.typcategory, 'type', t.typname)
                                 order by a.attnum), '[]')
          from pg_attribute a join pg_type t on t.oid = a.atttypid
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from json_to_recordset($1::json) as asked (schema text, name text)
  join pg_class c on c.relname = asked.name and c.relkind in ('r', 'p', 'v', 'm', 'f')
  join pg_namespace n on n.oid = c.relnamespace
 where case when asked.schema = '' then pg_table_is_visible(c.oid) else n.nspname = asked.schema end
