-- Grain: none. Inputs: none. Invariant: as in the file for all; Redshift has no comments on schemas.
create schema daybook;
