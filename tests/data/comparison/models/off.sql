{{ config(enabled=false) }}
select nonsense
