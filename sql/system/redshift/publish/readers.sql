-- Grain: none. Inputs: the relations' oids. Invariant: Redshift shows a role no sessions but its own.
select 0 as process, '' as role, '' as program where false
