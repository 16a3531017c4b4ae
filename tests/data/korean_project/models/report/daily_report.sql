-- daily_report: 일별 정산 보고서.
--
-- Grain:      one row per business date and transaction type that had transactions.
-- Inputs:     promotion_ledger, transfer_ledger.
-- Invariants: equals the ledgers in count and in sum.

with promotion as (

    select
        business_date,
        '프로모션' as transaction_type,
        count(*) as transaction_count,
        sum(amount) as total_amount
    from {{ ref('promotion_ledger') }}
    group by business_date

),

transfer as (

    select
        business_date,
        '송금' as transaction_type,
        count(*) as transaction_count,
        sum(amount) as total_amount
    from {{ ref('transfer_ledger') }}
    group by business_date

)

select * from promotion
union all
select * from transfer
