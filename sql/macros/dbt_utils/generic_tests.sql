{# The tests of the package dbt_utils that ledgers use most, for projects that have not installed it. #}

{# On a column the expression follows its name: "> 0". NULL passes. #}
{% test expression_is_true(model, expression, column_name=none) %}
select *
from {{ model }}
where not({% if column_name is not none %}{{ column_name }} {% endif %}{{ expression }})
{% endtest %}

{# One row per combination that stands more than once. #}
{% test unique_combination_of_columns(model, combination_of_columns) %}
select {{ combination_of_columns | join(', ') }}, count(*) as n_records
from {{ model }}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1
{% endtest %}

{# Bounds may be expressions; NULL passes. #}
{% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
select *
from {{ model }}
where false
{%- if min_value is not none %} or not({{ column_name }} >{{ '=' if inclusive }} {{ min_value }}){% endif -%}
{%- if max_value is not none %} or not({{ column_name }} <{{ '=' if inclusive }} {{ max_value }}){% endif %}
{% endtest %}

{# One row when the numbers of rows differ. #}
{% test equal_rowcount(model, compare_model) %}
select here.n as rows_here, there.n as rows_there
from (select count(*) as n from {{ model }}) as here
cross join (select count(*) as n from {{ compare_model }}) as there
where here.n <> there.n
{% endtest %}

{# One row when the model has as many rows as the other, or more. #}
{% test fewer_rows_than(model, compare_model) %}
select here.n as rows_here, there.n as rows_there
from (select count(*) as n from {{ model }}) as here
cross join (select count(*) as n from {{ compare_model }}) as there
where here.n >= there.n
{% endtest %}

{# The rows that stand more often on one side than on the other. #}
{% test equality(model, compare_model, compare_columns=none) %}
{%- set columns = (compare_columns | join(', ')) if compare_columns else '*' %}
(select 'only here' as side, here.* from (select {{ columns }} from {{ model }} except all select {{ columns }} from {{ compare_model }}) as here)
union all
(select 'only there' as side, there.* from (select {{ columns }} from {{ compare_model }} except all select {{ columns }} from {{ model }}) as there)
{% endtest %}

{# One row when the column has a single value. #}
{% test not_constant(model, column_name) %}
select count(distinct {{ column_name }}) as different_values
from {{ model }}
having count(distinct {{ column_name }}) = 1
{% endtest %}

{# One row when the column has no value at all. #}
{% test at_least_one(model, column_name) %}
select count({{ column_name }}) as filled_values
from {{ model }}
having count({{ column_name }}) = 0
{% endtest %}

{% test not_empty_string(model, column_name, trim_whitespace=true) %}
select *
from {{ model }}
where {% if trim_whitespace %}trim({{ column_name }}){% else %}{{ column_name }}{% endif %} = ''
{% endtest %}

{# The keys whose numbers of rows differ. #}
{% test cardinality_equality(model, column_name, field, to) %}
select here.key, here.n as rows_here, there.n as rows_there
from (select {{ column_name }} as key, count(*) as n from {{ model }} group by {{ column_name }}) as here
full join (select {{ field }} as key, count(*) as n from {{ to }} group by {{ field }}) as there on here.key = there.key
where here.n is distinct from there.n
{% endtest %}

{# One row when the share of rows with a value is out of bounds. #}
{% test not_null_proportion(model, column_name, at_least, at_most=1.0) %}
select *
from (
    select count({{ column_name }})::numeric / nullif(count(*), 0) as not_null_proportion
    from {{ model }}
) as shares
where not_null_proportion < {{ at_least }} or not_null_proportion > {{ at_most }}
{% endtest %}

{# One row per forbidden value that occurs. #}
{% test not_accepted_values(model, column_name, values, quote=true) %}
select {{ column_name }} as value_field, count(*) as n_records
from {{ model }}
where {{ column_name }} in (
    {%- for value in values -%}
    {%- if quote %}'{{ value | string | replace("'", "''") }}'{% else %}{{ value }}{% endif -%}
    {%- if not loop.last %}, {% endif -%}
    {%- endfor -%}
)
group by {{ column_name }}
{% endtest %}

{% test relationships_where(model, column_name, to, field, from_condition='1=1', to_condition='1=1') %}
with child as (
    select {{ column_name }} as from_field
    from {{ model }}
    where {{ column_name }} is not null and {{ from_condition }}
),
parent as (
    select {{ field }} as to_field
    from {{ to }}
    where {{ field }} is not null and {{ to_condition }}
)
select from_field
from child
left join parent on parent.to_field = child.from_field
where parent.to_field is null
{% endtest %}

{# The rows that do not follow the one before by exactly one interval. #}
{% test sequential_values(model, column_name, interval=1, datepart=none) %}
select *
from (
    select {{ column_name }} as value, lag({{ column_name }}) over (order by {{ column_name }}) as before
    from {{ model }}
) as neighbours
where value <> {% if datepart %}{{ dbt.dateadd(datepart, interval, 'before') }}{% else %}before + {{ interval }}{% endif %}
{% endtest %}

{# One row when the newest value is older than that, or when there is none: empty is not green. #}
{% test recency(model, field, datepart, interval, ignore_time_component=false) %}
select max({{ field }}) as newest
from {{ model }}
having coalesce(
    max({{ field }}){{ '::date' if ignore_time_component }}
        < {{ dbt.dateadd(datepart, interval * -1, 'current_date' if ignore_time_component else 'now()') }}, true)
{% endtest %}
