-- Grain: one row: through when the report's own column says its data reaches. Inputs: the daily report; $1, the
-- first date wanted. Invariant: NULL where nothing says so.
select max({{data_through}})::timestamptz as data_through
  from {{relation}}
 where {{date}}::date >= $1::date
