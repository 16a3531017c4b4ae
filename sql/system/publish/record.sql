-- Grain: one row per relation that has just become live. Inputs: $1 run id, $2 an array of {schema, name,
-- unique_id, version_hash, row_count} as JSON. Invariant: written in the transaction that published them.
insert into daybook.publication (relation_schema, relation_name, relation_oid, run_id, unique_id, version_hash, row_count)
select p.schema, p.name, c.oid, $1::bigint, p.unique_id, p.version_hash, p.row_count
from json_to_recordset($2::json) as p(schema text, name text, unique_id text, version_hash text, row_count bigint)
join pg_namespace n on n.nspname = p.schema
join pg_class c on c.relnamespace = n.oid and c.relname = p.name
on conflict (relation_schema, relation_name) do update
set relation_oid = excluded.relation_oid, run_id = excluded.run_id, unique_id = excluded.unique_id,
    version_hash = excluded.version_hash, row_count = excluded.row_count, published_at = now()
