-- Grain: one row. Inputs: the source and its load-time expression, put in by the program; $1 the run's watermark.
select max((%2)::timestamptz)
from %1
where (%2)::timestamptz <= $1::timestamptz
