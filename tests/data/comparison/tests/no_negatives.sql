select * from {{ ref('plain') }} where amount < 0
