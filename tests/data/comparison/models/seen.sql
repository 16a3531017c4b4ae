{{ config(materialized='view', alias='Seen it') }}
select id, upper(kind) as "Kind", amount * 2 as twice from {{ ref('plain') }}
