{{ config(materialized='incremental', unique_key=['account', 'kind'], incremental_strategy='delete+insert') }}
select distinct on (account, kind) account, kind, amount from {{ source('src', 'moves') }} order by account, kind, id desc
