-- Grain: one row. Inputs: $1 version, $2 name, $3 checksum. Invariant: in the migration's own transaction.
insert into daybook.migration (version, name, checksum, applied_at) values ($1::int, $2, $3, getdate()::timestamptz)
