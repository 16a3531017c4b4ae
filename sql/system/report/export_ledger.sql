-- Grain: one row per ledger row asked for. Inputs: a ledger. Invariant: as in export_report.sql.
select *
  from {{relation}} ledger
 where {{where}}
