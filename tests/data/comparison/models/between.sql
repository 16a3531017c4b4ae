{{ config(materialized='ephemeral') }}
select account, sum(amount) as total, count(*) as moves from {{ ref('plain') }} group by account
