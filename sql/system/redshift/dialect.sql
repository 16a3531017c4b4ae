-- Grain: one row, as in the dialect.sql for all. Inputs: none. Invariant: Redshift has no extensions to look for.
select version(), false
