-- Grain: none. Inputs: none. Invariant: Redshift has nothing to set here.
select 1
