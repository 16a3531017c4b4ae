select id, account, kind, amount, at, note from {{ source('src', 'moves') }}
