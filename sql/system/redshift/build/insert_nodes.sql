-- Grain: one row per node of the run; one per model version not seen before. Inputs: $1 run id, $2 the nodes.
insert into daybook.model_version (version_hash, unique_id, path, raw_sql, config, first_seen)
select version_hash, min(unique_id), min(path), min(raw_sql), min(config), getdate()::timestamptz
from (
    [[2 union all: select $.version_hash::varchar(64) as version_hash, $.unique_id::varchar(1000) as unique_id, $.path::varchar(2000) as path, $.raw_sql::varchar(65535) as raw_sql, $.config::varchar(65535) as config, $.resource_type::varchar(20) as resource_type]]
) node
where resource_type in ('model', 'seed') and version_hash not in (select version_hash from daybook.model_version)
group by version_hash;
insert into daybook.run_node (run_id, unique_id, resource_type, name, label, description, path, materialization,
                              relation_schema, relation_name, attached_node, column_name, severity, version_hash, state,
                              position)
values
    [[2 ,: ($1::bigint, $.unique_id, $.resource_type, $.name, $.label, $.description::varchar(65535), $.path, $.materialization, $.relation_schema, $.relation_name, $.attached_node, $.column_name, $.severity, $.version_hash, 'pending', $.position)]]
