-- Grain: the version of the model that a live relation was last published from. Inputs: $1 schema, $2 name.
select version_hash
from daybook.publication
where relation_schema = $1::text and relation_name = $2::text
