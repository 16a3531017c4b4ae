{# The relation a test reads: narrowed by the test's `where`, if it has one. A project may have its own. #}

{% macro get_where_subquery(relation) -%}
{%- set where = config.get('where') -%}
{%- if where -%}
(select * from {{ relation }} where {{ where }}) dbt_subquery
{%- else -%}
{{ relation }}
{%- endif -%}
{%- endmacro %}
