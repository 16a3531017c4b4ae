select {% for column in adapter.get_columns_in_relation(ref('plain')) -%}
{{ column.name }} as {{ column.name }}_again, '{{ column.data_type }}'::text as {{ column.name }}_type{{ "," if not loop.last }}
{% endfor %} from {{ ref('plain') }}
