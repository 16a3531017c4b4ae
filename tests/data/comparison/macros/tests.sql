{% test below(model, column_name, most=10) %}
{{ config(severity='warn') }}
select * from {{ model }} where {{ column_name }} >= {{ most }}
{% endtest %}

{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
{{ custom_alias_name if custom_alias_name else node.name }}
{%- endmacro %}
