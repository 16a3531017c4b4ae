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
