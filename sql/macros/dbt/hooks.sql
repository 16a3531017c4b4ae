{#- Grain: one macro per moment a hook may run at. Inputs: its SQL, a template. Invariant: what they give is data that the
    configuration keeps, rendered when the hook runs. -#}
{% macro make_hook_metadata(sql, inside_transaction) -%}
    {% do return({"sql": sql, "transaction": inside_transaction}) %}
{%- endmacro %}

{% macro before_begin(sql) -%}
    {% do return(make_hook_metadata(sql, inside_transaction=False)) %}
{%- endmacro %}

{% macro in_transaction(sql) -%}
    {% do return(make_hook_metadata(sql, inside_transaction=True)) %}
{%- endmacro %}

{% macro after_commit(sql) -%}
    {% do return(make_hook_metadata(sql, inside_transaction=False)) %}
{%- endmacro %}
