{{ config(materialized='incremental', unique_key='id', incremental_predicates=["DBT_INTERNAL_DEST.id > 2"]) }}
select id, max(amount) as amount, {{ var('day') }} as day from {{ source('src', 'moves') }} group by id
