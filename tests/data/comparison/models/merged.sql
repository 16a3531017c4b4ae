{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge', merge_exclude_columns=['first_day']) }}
select id, max(amount) as amount, {{ var('day') }} as first_day, {{ var('day') }} as last_day from {{ source('src', 'moves') }} group by id
