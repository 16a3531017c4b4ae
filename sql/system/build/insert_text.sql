-- Grain: one text. Inputs: $1 its SHA-256 in hex, $2 the text in base64. Invariant: a text is what its hash says.
insert into daybook.file_text (sha256, content)
select $1::text, content
from decode($2::text, 'base64') as content
where encode(sha256(content), 'hex') = $1::text
on conflict (sha256) do nothing
