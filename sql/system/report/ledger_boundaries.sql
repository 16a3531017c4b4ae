-- Grain: one row per so many ledger rows in the order asked for, the first included: where it stands, how many
-- rows come before its key, and the key. Inputs: a ledger. Invariant: rank, not row number, counts the rows
-- before a key, so that a page found by key is right even where the key repeats.
select n - 1 as position, r - 1 as before, sort::text as sort, key::text as key,
       to_regclass({{relation_literal}})::oid as relation
  from (select {{sort}} as sort, {{key}} as key, row_number() over ordered as n, rank() over ordered as r
          from {{relation}} ledger
         where {{where}}
        window ordered as (order by {{sort}} {{direction}}, {{key}} {{direction}})) numbered
 where (n - 1) % {{every}} = 0
 order by n
