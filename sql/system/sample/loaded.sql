-- Grain: one row, the sample that is loaded. Inputs: sample.parameters, sample.planted_truth, the clock.
-- Invariant: fresh means that a build started now finds every source fresh (they may be three hours old), and the
-- last complete day closed.
select seed, days, rows, now_at > now() - interval '2 hours'
    and today = (now() at time zone 'Asia/Seoul')::date as is_fresh,
    (select count(*) from sample.planted_truth) as planted
from sample.parameters
