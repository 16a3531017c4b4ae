-- Grain: one row. Inputs, put in by the program: three verdicts for each check, one count for each check, the
-- relation they all read.
select
    %1
from (
    select
    %2
    from %3
) fused
