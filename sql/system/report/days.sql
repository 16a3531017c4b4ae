-- Grain: one row: the first and last business date of the report, and the moment of this snapshot.
-- Inputs: the daily report. Invariant: rows without a date belong to no day, and are counted.
select min({{date}}::date) as first_day, max({{date}}::date) as last_day,
       count(*) filter (where {{date}} is null) as undated, now() as read_at
  from {{relation}}
