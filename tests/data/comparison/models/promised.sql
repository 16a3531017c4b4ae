{{ config(contract={'enforced': true}) }}
select amount, id from {{ source('src', 'moves') }} where amount > 0
