-- Pieces of which ledger queries are put together; each opens with its name. Invariant: conditions on the range
-- and on keys compare columns as they are, so that an index on (date, key) serves; natural order throughout
-- (ascending: NULLs last; descending: NULLs first), so that one index serves both ways.

-- piece: by_date
{{date}}::date between {{first}}::date and {{last}}::date

-- piece: by_instant
{{occurred_at}} >= {{first}}::timestamptz and {{occurred_at}} < {{last}}::timestamptz

-- piece: of_type
{{type}}::text = {{value}}

-- piece: containing
strpos(lower(concat_ws(chr(31), ledger.*)), lower({{text}})) > 0

-- piece: all
true

-- piece: from_value
({{sort}}, {{key}}) {{beyond}} ({{sort_value}}, {{key_value}})

-- piece: from_value_ascending_with_nulls
(({{sort}}, {{key}}) >= ({{sort_value}}, {{key_value}}) or {{sort}} is null)

-- piece: from_null_ascending
({{sort}} is null and {{key}} >= {{key_value}})

-- piece: from_null_descending
({{sort}} is not null or {{key}} <= {{key_value}})

-- piece: until_value
({{sort}}, {{key}}) {{within}} ({{until_sort}}, {{until_key}})
