{# The macros of the package dbt_utils that ledgers use most, for projects that have not installed it. #}

{% macro generate_surrogate_key(field_list) -%}
{%- if field_list is string or not field_list -%}
{{ exceptions.raise_compiler_error('generate_surrogate_key takes a list of columns') }}
{%- endif -%}
{%- set nothing = var('surrogate_key_treat_nulls_as_empty_strings', false) | lower == 'true' -%}
{%- set parts = [] -%}
{%- for field in field_list -%}
{%- do parts.append("coalesce(cast(" ~ field ~ " as text), '" ~ ('' if nothing else '_dbt_utils_surrogate_key_null_') ~ "')") -%}
{%- endfor -%}
md5(cast({{ parts | join(" || '-' || ") }} as text))
{%- endmacro %}

{% macro group_by(n) -%}
group by {% for i in range(1, n + 1) %}{{ i }}{{ ',' if not loop.last }}{% endfor %}
{%- endmacro %}

{% macro safe_add(field_list) -%}
{%- for field in field_list -%}
coalesce({{ field }}, 0){{ ' + ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{% macro safe_subtract(field_list) -%}
{%- for field in field_list -%}
coalesce({{ field }}, 0){{ ' - ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{% macro safe_divide(numerator, denominator) -%}
({{ numerator }}) / nullif(({{ denominator }}), 0)
{%- endmacro %}

{% macro get_single_value(sql_statement, default=none) %}
{%- set answer = run_query(sql_statement) -%}
{%- if execute and answer and (answer.rows | length) > 0 -%}
{{ return(answer.rows[0][0]) }}
{%- endif -%}
{{ return(default) }}
{% endmacro %}

{# The values of a column, most frequent first. #}
{% macro get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) %}
{%- if not execute -%}
{{ return(default if default is not none else []) }}
{%- endif -%}
{%- set answer = run_query("select " ~ column ~ " as value from " ~ table ~ (" where " ~ where if where else "")
    ~ " group by " ~ column ~ " order by " ~ order_by ~ (" limit " ~ max_records if max_records is not none else "")) -%}
{%- set values = answer.columns[0].values() -%}
{{ return(values if values else (default if default is not none else [])) }}
{% endmacro %}

{% macro get_filtered_columns_in_relation(from, except=[]) %}
{%- set without = except | map('lower') | list -%}
{%- set names = [] -%}
{%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in without -%}
{%- do names.append(column.name) -%}
{%- endfor -%}
{{ return(names) }}
{% endmacro %}

{% macro star(from, relation_alias=false, except=[], prefix='', suffix='', quote_identifiers=true) -%}
{%- set names = dbt_utils.get_filtered_columns_in_relation(from, except) -%}
{%- if not names -%}
{{ return('*') }}
{%- endif -%}
{%- for name in names %}
{{ relation_alias ~ '.' if relation_alias }}{{ adapter.quote(name) if quote_identifiers else name }}
{%- if prefix or suffix %} as {{ adapter.quote(prefix ~ name ~ suffix) }}{% endif %}{{ ',' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{# All rows of several relations; what one of them lacks is null there. #}
{% macro union_relations(relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) %}
{%- set override = column_override if column_override is not none else {} -%}
{%- set wanted = include | map('lower') | list -%}
{%- set unwanted = exclude | map('lower') | list -%}
{%- set types = {} -%}
{%- set of_relation = {} -%}
{%- for relation in relations -%}
{%- set own = [] -%}
{%- for column in adapter.get_columns_in_relation(relation) -%}
{%- if (not wanted or column.name | lower in wanted) and column.name | lower not in unwanted -%}
{%- do own.append(column.name) -%}
{%- if column.name not in types -%}
{%- do types.update({column.name: override.get(column.name, column.data_type)}) -%}
{%- endif -%}
{%- endif -%}
{%- endfor -%}
{%- do of_relation.update({relation | string: own}) -%}
{%- endfor -%}
{%- for relation in relations %}
(
    select
        {%- if source_column_name %}
        cast('{{ relation | string | replace("'", "''") }}' as text) as {{ source_column_name }}{{ ',' if types }}
        {%- endif %}
        {%- for name, type in types.items() %}
        cast({{ adapter.quote(name) if name in of_relation[relation | string] else 'null' }} as {{ type }}) as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    {%- if where %}
    where {{ where }}
    {%- endif %}
)
{{ 'union all' if not loop.last }}
{%- endfor -%}
{% endmacro %}

{# One row per key: the first in that order. #}
{% macro deduplicate(relation, partition_by, order_by) -%}
select distinct on ({{ partition_by }}) *
from {{ relation }}
order by {{ partition_by }}, {{ order_by }}
{%- endmacro %}

{% macro pivot(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=true, distinct=false) %}
{%- for value in values %}
{{ agg }}({{ 'distinct ' if distinct }}case when {{ column }} {{ cmp }} '{{ value | string | replace("'", "''") }}' then {{ then_value }} else {{ else_value }} end)
{%- if alias %} as {{ adapter.quote(prefix ~ value ~ suffix) if quote_identifiers else prefix ~ value ~ suffix }}{% endif %}{{ ',' if not loop.last }}
{%- endfor -%}
{% endmacro %}

{% macro date_spine(datepart, start_date, end_date) %}{{ dbt.date_spine(datepart, start_date, end_date) }}{% endmacro %}
{% macro generate_series(upper_bound) %}{{ dbt.generate_series(upper_bound) }}{% endmacro %}
{% macro pretty_time(format='%H:%M:%S') %}{{ return(run_started_at.strftime(format)) }}{% endmacro %}
