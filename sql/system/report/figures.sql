-- Grain: business date x transaction type x currency. Inputs: the daily report; $1 and $2, the first and last
-- date wanted. Invariant: sums stay exact (sum of bigint is numeric); sum() leaves NULL out without a word, so
-- NULLs are counted.
select {{date}}::date as business_date, {{type}}::text as type, {{currency}} as currency,
       sum({{count}}) as count, count(*) filter (where {{count}} is null) as counts_missing,
       sum({{amount}}) as total, count(*) filter (where {{amount}} is null) as totals_missing
  from {{relation}}
 where {{date}}::date between $1::date and $2::date
 group by 1, 2, 3
 order by 1, 2, 3
