-- Grain: none. Inputs: none. Invariant: run only where the database is missing; from the untouched template,
-- so that nothing of anybody's comes with it.
create database daybook template template0 encoding 'UTF8'
