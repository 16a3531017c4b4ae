-- A day and a type stand in the report once.
--
-- Grain:      one failing row per business date and transaction type that stands there more often.
-- Inputs:     daily_report.
-- Invariants: the business date and the transaction type together are the key.

{{ config(
    meta={'daybook': {'label': {
        'en': 'One row per day and type',
        'ko': '일자·유형별 한 행'
    }}}
) }}

select business_date, transaction_type, 1 as expected_rows, count(*) as actual_rows
from {{ ref('daily_report') }}
group by business_date, transaction_type
having count(*) > 1
order by business_date, transaction_type
