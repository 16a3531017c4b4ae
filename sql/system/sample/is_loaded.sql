-- Grain: one row. Inputs: the catalog. Invariant: true only when a sample was loaded whole.
select to_regclass('sample.parameters') is not null and to_regclass('card.settlements') is not null
