-- Grain: one row, the sample that is loaded. Inputs: sample.parameters, sample.planted_truth, the clock.
select seed, days, rows, today, today = (now() at time zone 'Asia/Seoul')::date as is_of_today,
    (select count(*) from sample.planted_truth) as planted
from sample.parameters
