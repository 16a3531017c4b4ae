-- closed_days: the business days that can be reported, because nothing of them is still to come.
--
-- Grain:      one row per business date.
-- Inputs:     wallet.daily_control_totals and sync.loads, as far as loaded by the watermark.
-- Invariants: the wallet has closed the day, and every source has been loaded since; [opens_at, ends_at) is the day;
--             reported_at is when the warehouse held all of it: a row loaded later was late.

with required as (
    select relation
    from (
        values {% for relation in var('synced_relations') %}('{{ relation }}'){% if not loop.last %}, {% endif %}{% endfor %}
    ) as synced (relation)
),

loaded as (
    select r.relation, coalesce(max(l.loaded_at), '-infinity') as through
    from required as r
    left join {{ source('sync', 'loads') }} as l
        on l.relation = r.relation
        and l.loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
    group by r.relation
),

closing as (
    select business_date, max(closed_at) as closed_at
    from {{ source('wallet', 'daily_control_totals') }}
    where loaded_at <= '{{ var("as_of", run_started_at) }}'::timestamptz
    group by business_date
)

select
    c.business_date,
    (c.business_date + interval '{{ var("cut_off") }}') at time zone '{{ var("time_zone") }}' as opens_at,
    (c.business_date + 1 + interval '{{ var("cut_off") }}') at time zone '{{ var("time_zone") }}' as ends_at,
    c.closed_at,
    (
        select max((
            select min(l.loaded_at)
            from {{ source('sync', 'loads') }} as l
            where l.relation = r.relation and l.loaded_at >= c.closed_at
        ))
        from required as r
    ) as reported_at
from closing as c
where c.closed_at <= (select min(through) from loaded)
