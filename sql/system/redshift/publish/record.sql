-- Grain: one row per relation that has just become live. Inputs: $1 run id, $2 the relations, with the oids they have.
-- Invariant: written in the transaction that published them.
delete from daybook.publication
where relation_schema || '.' || relation_name in ([[2 ,: $.schema || '.' || $.name]]);
insert into daybook.publication (relation_schema, relation_name, relation_oid, run_id, unique_id, version_hash, row_count,
                                 published_at)
values
    [[2 ,: ($.schema, $.name, $.oid::bigint, $1::bigint, $.unique_id, $.version_hash, $.row_count, getdate()::timestamptz)]]
