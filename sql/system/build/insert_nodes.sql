-- Grain: one row per node of the run; one per model version not seen before. Inputs: $1 run id, $2 an array
-- of nodes as JSON.
with node as (
    select *
    from json_to_recordset($2::json) as n(
        unique_id text, resource_type text, name text, label json, description text, path text,
        materialization text, relation_schema text, relation_name text, attached_node text, column_name text,
        severity text, version_hash text, raw_sql text, config json, position int)
), version as (
    insert into daybook.model_version (version_hash, unique_id, path, raw_sql, config)
    select distinct on (version_hash) version_hash, unique_id, path, raw_sql, config
    from node
    where resource_type in ('model', 'seed')
    on conflict (version_hash) do nothing
)
insert into daybook.run_node (run_id, unique_id, resource_type, name, label, description, path,
                              materialization, relation_schema, relation_name, attached_node, column_name,
                              severity, version_hash, position)
select $1::bigint, unique_id, resource_type, name, label, description, path, materialization,
    relation_schema, relation_name, attached_node, column_name, severity, version_hash, position
from node
