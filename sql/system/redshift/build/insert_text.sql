-- Grain: one piece of a text. Inputs: $1 its SHA-256 in hex, $2 the piece, in base64, $3 which it is. Invariant: the
-- caller holds the lock of begin_record.sql, and has asked which texts are missing.
insert into daybook.file_text (sha256, position, content) values ($1, $3::int, $2)
