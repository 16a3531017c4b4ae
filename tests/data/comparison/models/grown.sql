{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}
select id, max(amount) as amount{% if var('day') >= 2 %}, max(kind) as kind{% endif %} from {{ source('src', 'moves') }} group by id
