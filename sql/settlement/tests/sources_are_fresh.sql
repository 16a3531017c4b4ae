-- Every source has been loaded lately; figures on a source that stands still prove nothing.
--
-- Grain:      one failing row per relation of the sync.
-- Inputs:     sync.loads as far as loaded by the watermark.
-- Invariants: a relation that was never loaded is not fresh.

{{ config(
    meta={'daybook': {'label': {
        'en': 'The sources are fresh',
        'ko': '원천 데이터 최신성'
    }}}
) }}

with required as (
    select relation
    from (
        values {% for relation in var('synced_relations') %}('{{ relation }}'){% if not loop.last %}, {% endif %}{% endfor %}
    ) as synced (relation)
)

select
    r.relation,
    '{{ var("as_of", run_started_at) }}'::timestamptz - interval '{{ var("freshness_hours") }} hours' as expected_since,
    max(l.loaded_at) as last_loaded_at,
    '{{ var("as_of", run_started_at) }}'::timestamptz - max(l.loaded_at) as age
from required as r
left join {{ source('sync', 'loads') }} as l
    on l.relation = r.relation
    and l.loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
group by r.relation
having max(l.loaded_at) is null
    or max(l.loaded_at) < '{{ var("as_of", run_started_at) }}'::timestamptz - interval '{{ var("freshness_hours") }} hours'
order by r.relation
