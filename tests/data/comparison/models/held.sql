{{ config(materialized='materialized_view', indexes=[{'columns': ['account'], 'unique': true}]) }}
select account, count(*) as moves from {{ source('src', 'moves') }} where account is not null group by account
