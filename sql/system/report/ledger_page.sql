-- Grain: one row per ledger row, in the order asked for; the last column is the relation read. Inputs: a ledger.
-- Invariant: it seeks to a known key, so that a page in the middle costs what the first one costs.
select ledger.*, to_regclass({{relation_literal}})::oid as relation
  from {{relation}} ledger
 where {{where}} and {{from}}
 order by {{sort}} {{direction}}, {{key}} {{direction}}
offset {{offset}}
 limit {{limit}}
