-- Grain: one row: how many ledger rows are asked for, and their exact sum. Inputs: a ledger. Invariant: NULL
-- amounts are counted, since sum() leaves them out.
select count(*) as rows, sum({{amount}}) as total, count(*) filter (where {{amount}} is null) as totals_missing,
       to_regclass({{relation_literal}})::oid as relation
  from {{relation}} ledger
 where {{where}}
