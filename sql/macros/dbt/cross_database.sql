{# dbt's macros for what differs between databases, as PostgreSQL says it. #}

{% macro type_string() %}text{% endmacro %}
{% macro type_timestamp() %}timestamp without time zone{% endmacro %}
{% macro type_float() %}double precision{% endmacro %}
{% macro type_numeric() %}numeric(28,6){% endmacro %}
{% macro type_bigint() %}bigint{% endmacro %}
{% macro type_int() %}integer{% endmacro %}
{% macro type_boolean() %}boolean{% endmacro %}

{% macro cast(field, type) %}cast({{ field }} as {{ type }}){% endmacro %}
{% macro safe_cast(field, type) %}cast({{ field }} as {{ type }}){% endmacro %}
{% macro cast_bool_to_text(field) %}cast({{ field }} as text){% endmacro %}

{% macro any_value(expression) %}(array_agg({{ expression }}))[1]{% endmacro %}
{% macro bool_or(expression) %}bool_or({{ expression }}){% endmacro %}
{% macro equals(expr1, expr2) %}({{ expr1 }} is not distinct from {{ expr2 }}){% endmacro %}
{% macro except() %}except{% endmacro %}
{% macro intersect() %}intersect{% endmacro %}
{% macro hash(field) %}md5(cast({{ field }} as text)){% endmacro %}

{% macro string_literal(value) %}'{{ value }}'{% endmacro %}
{% macro escape_single_quotes(expression) %}{{ expression | replace("'", "''") }}{% endmacro %}
{% macro concat(fields) %}{{ fields | join(' || ') }}{% endmacro %}
{% macro length(expression) %}length({{ expression }}){% endmacro %}
{% macro position(substring_text, string_text) %}position({{ substring_text }} in {{ string_text }}){% endmacro %}
{% macro replace(field, old_chars, new_chars) %}replace({{ field }}, {{ old_chars }}, {{ new_chars }}){% endmacro %}
{% macro right(string_text, length_expression) %}right({{ string_text }}, {{ length_expression }}){% endmacro %}

{# A part counted from the end is negative, which PostgreSQL knows from 14 on. #}
{% macro split_part(string_text, delimiter_text, part_number) %}
split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- endmacro %}

{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) %}
{%- set ordered = ' ' ~ order_by_clause if order_by_clause else '' -%}
{%- if limit_num -%}
array_to_string((array_agg({{ measure }}{{ ordered }}))[1:{{ limit_num }}], {{ delimiter_text }})
{%- else -%}
string_agg({{ measure }}, {{ delimiter_text }}{{ ordered }})
{%- endif -%}
{% endmacro %}

{% macro array_construct(inputs=[], data_type='integer') -%}
{% if inputs %}array[{{ inputs | join(', ') }}]{% else %}array[]::{{ data_type }}[]{% endif %}
{%- endmacro %}
{% macro array_append(array, new_element) %}array_append({{ array }}, {{ new_element }}){% endmacro %}
{% macro array_concat(array_1, array_2) %}array_cat({{ array_1 }}, {{ array_2 }}){% endmacro %}

{% macro current_timestamp() %}now(){% endmacro %}
{% macro current_timestamp_backcompat() %}current_timestamp::timestamp without time zone{% endmacro %}
{% macro current_timestamp_in_utc_backcompat() %}(current_timestamp at time zone 'utc')::timestamp without time zone{% endmacro %}
{% macro snapshot_get_time() %}now()::timestamp without time zone{% endmacro %}

{% macro date(year, month, day) %}make_date({{ year }}, {{ month }}, {{ day }}){% endmacro %}
{% macro date_trunc(datepart, date) %}date_trunc('{{ datepart }}', {{ date }}){% endmacro %}

{# An interval has no quarters. #}
{% macro interval_of(datepart) %}interval '{{ '3 months' if datepart | lower == 'quarter' else '1 ' ~ datepart }}'{% endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
{{ from_date_or_timestamp }} + ({{ interval_of(datepart) }} * ({{ interval }}))
{%- endmacro %}

{% macro last_day(date, datepart) -%}
cast(date_trunc('{{ datepart }}', {{ date }}) + {{ interval_of(datepart) }} - interval '1 day' as date)
{%- endmacro %}

{# How many boundaries of the part lie between the two. A week's is the night to Sunday. #}
{% macro datediff(first_date, second_date, datepart) -%}
{%- set a -%}({{ first_date }})::timestamp{%- endset -%}
{%- set b -%}({{ second_date }})::timestamp{%- endset -%}
{%- set part = datepart | lower -%}
{%- if part == 'year' -%}
(extract(year from {{ b }}) - extract(year from {{ a }}))::bigint
{%- elif part == 'quarter' -%}
((extract(year from {{ b }}) - extract(year from {{ a }})) * 4 + extract(quarter from {{ b }}) - extract(quarter from {{ a }}))::bigint
{%- elif part == 'month' -%}
((extract(year from {{ b }}) - extract(year from {{ a }})) * 12 + extract(month from {{ b }}) - extract(month from {{ a }}))::bigint
{%- elif part == 'day' -%}
({{ b }}::date - {{ a }}::date)
{%- elif part == 'week' -%}
((({{ b }}::date - extract(dow from {{ b }})::integer) - ({{ a }}::date - extract(dow from {{ a }})::integer)) / 7)::bigint
{%- elif part in ('hour', 'minute', 'second', 'millisecond', 'microsecond') -%}
{%- set units = {'hour': '/ 3600', 'minute': '/ 60', 'second': '', 'millisecond': '* 1000', 'microsecond': '* 1000000'} -%}
{%- set whole = part if part in ('hour', 'minute', 'second') else part ~ 's' -%}
(extract(epoch from date_trunc('{{ whole }}', {{ b }}) - date_trunc('{{ whole }}', {{ a }})) {{ units[part] }})::bigint
{%- else -%}
{{ exceptions.raise_compiler_error("datediff does not know the part '" ~ datepart ~ "': use year, quarter, month, week, day, hour, minute, second, millisecond or microsecond") }}
{%- endif -%}
{%- endmacro %}

{# One row per step from start_date up to, and without, end_date: date_<part>. #}
{% macro date_spine(datepart, start_date, end_date) %}
select step as date_{{ datepart }}
from generate_series(({{ start_date }})::timestamp, ({{ end_date }})::timestamp, {{ interval_of(datepart) }}) as step
where step < {{ end_date }}
{% endmacro %}

{# The numbers from 1 to upper_bound: generated_number. #}
{% macro generate_series(upper_bound) %}
select generated_number from pg_catalog.generate_series(1, {{ upper_bound }}) as generated_number
{% endmacro %}
