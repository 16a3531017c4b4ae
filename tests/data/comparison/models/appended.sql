{{ config(materialized='incremental') }}
select id, amount, {{ var('day') }} as day from {{ source('src', 'moves') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
