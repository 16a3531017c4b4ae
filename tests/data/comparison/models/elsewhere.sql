{{ config(schema='other', tags=['far']) }}
select n, {{ dbt.dateadd('day', 1, "'2026-11-01'::date") }} as next_day,
    {{ dbt.datediff("'2026-01-31'::date", "'2026-03-01'::date", 'month') }}::int as months,
    {{ dbt.datediff("'2026-01-31'::date", "'2026-03-01'::date", 'day') }} as days,
    {{ dbt.date_trunc('week', "'2026-11-22'::timestamp") }} as week, {{ dbt.safe_cast("'12'", api.Column.translate_type('integer')) }} as twelve,
    {{ dbt.hash("n::text") }} as hashed, {{ dbt.split_part("'a,b,c'", "','", 2) }} as part,
    {{ dbt.concat(["'a'", "n::text"]) }} as glued, {{ dbt.length("'가나'") }} as long, {{ dbt.right("'abc'", 2) }} as tail,
    {{ dbt.position("'b'", "'abc'") }} as place, {{ dbt.string_literal("it''s") }} as literal, {{ dbt.last_day("'2026-02-03'::date", 'month') }} as last
from (
    {% for n in range(3) %}{{ "union all" if not loop.first }} select {{ n }} as n
    {% endfor %}) as numbers
