{{ config(pre_hook="insert into {{ target.schema }}.marks values ('before {{ this.name }} {{ var('day') }}')",
          post_hook=["insert into {{ target.schema }}.marks select 'after ' || count(*) from {{ this }}", "create index on {{ this }} (id)"]) }}
select id from {{ ref('plain') }}
