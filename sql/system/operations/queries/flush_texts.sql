-- daybook collect: fingerprints of what pg_stat_statements counts.
-- Grain: one row per database and query id. Inputs: $1 texts as JSON.
with given as (
    select * from json_to_recordset($1::json) as t(database_id oid, query_id bigint, fingerprint text, text text)
), named as (
    insert into daybook.query_fingerprint (fingerprint, query, is_cut, first_seen_at)
    select distinct on (fingerprint) fingerprint, text, false, clock_timestamp() from given
    on conflict (fingerprint) do nothing
)
insert into daybook.statement_text (database_id, query_id, fingerprint)
select database_id, query_id, fingerprint from given
on conflict (database_id, query_id) do nothing
