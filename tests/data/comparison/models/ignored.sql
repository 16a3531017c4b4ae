{{ config(materialized='incremental', unique_key='id') }}
select id, max(amount) as amount{% if var('day') >= 2 %}, 'new' as extra{% endif %} from {{ source('src', 'moves') }} group by id
