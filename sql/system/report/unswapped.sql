-- Grain: one row: whether every relation asked for is, in this snapshot, the one that stands under its name
-- now. Inputs: $1 as in relations.sql. Invariant: to_regclass reads the catalog as of now, pg_class the snapshot.
select coalesce(bool_and(seen.oid is not null), true) as unswapped
  from json_to_recordset($1::json) as asked (schema text, name text)
  left join pg_class seen
    on seen.oid = to_regclass(case when asked.schema = '' then '' else quote_ident(asked.schema) || '.' end
                              || quote_ident(asked.name))
