-- Grain: the daily report's own rows of the days asked for, in its own columns. Inputs: the daily report.
-- Invariant: values stand in it as literals, since COPY takes no parameters.
select *
  from {{relation}}
 where {{date}}::date between {{first}}::date and {{last}}::date
