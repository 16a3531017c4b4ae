-- daily_report: what finance signs.
--
-- Grain:      one row per closed business date and transaction type; a day that is not over, or not wholly loaded, has none.
-- Inputs:     the ledger of every transaction type, closed_days.
-- Invariants: equals the ledgers, the source and the wallet's closing totals, in count and in sum, in both directions;
--             total_amount is exact (the sum of bigint is numeric).
--
-- A new type needs its ledger, and its name among the transaction_types of dbt_project.yml; until then, coverage fails.

with transactions as (
    {% for type in var('transaction_types') %}
    select business_date, '{{ type }}' as transaction_type, amount, loaded_at from {{ ref(type ~ '_ledger') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    t.business_date,
    t.transaction_type,
    count(*) as transaction_count,
    sum(t.amount) as total_amount,
    max(t.loaded_at) as data_through
from transactions as t
inner join {{ ref('closed_days') }} as d on d.business_date = t.business_date
group by t.business_date, t.transaction_type
