-- transfer_ledger: 송금 원장.
--
-- Grain:      one row per successful transaction of the type 송금.
-- Inputs:     결제.거래내역.
-- Invariants: the amount is there and positive; the date is that of Seoul.

select
    "거래ID" as transaction_id,
    "거래금액" as amount,
    ("생성일시" at time zone 'Asia/Seoul')::date as business_date,
    "생성일시" as created_at
from {{ source('결제', '거래내역') }}
where "거래타입" = '송금'
  and "거래상태" = '성공'
