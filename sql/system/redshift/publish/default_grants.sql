-- Grain: none. Inputs: none that are used. Invariant: what is staged was made in its final schema, and has been given
-- that schema's default rights by the server.
select '' as statement where false
