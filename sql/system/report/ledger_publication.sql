-- Grain: one row per ledger asked for whose rows are not of the run that the report is of. Inputs:
-- daybook.publication; $1 as in relations.sql; $2, the run of the report. Invariant: run_id is NULL where Daybook
-- did not publish what stands there.
select asked.schema, asked.name, p.run_id
  from json_to_recordset($1::json) as asked (schema text, name text)
  left join daybook.publication p
    on p.relation_schema = asked.schema and p.relation_name = asked.name
   and p.relation_oid = to_regclass(quote_ident(asked.schema) || '.' || quote_ident(asked.name))
 where p.run_id is distinct from $2::bigint
