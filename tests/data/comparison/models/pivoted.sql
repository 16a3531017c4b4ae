{%- set kinds = run_query("select distinct kind from " ~ ref('plain') ~ " where kind is not null order by 1").columns[0].values() if execute else [] %}
select account{% for kind in kinds %},
    sum(case when kind = '{{ kind }}' then amount else 0 end) as {{ kind }}_amount{% endfor %}
from {{ ref('plain') }} group by account
