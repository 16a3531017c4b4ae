-- Grain: one row: whether Daybook's own schema stands here, and whether this role may read it.
-- Inputs: the catalog. Invariant: never fails for lack of rights.
select to_regclass('daybook.publication') is not null as exists,
       coalesce(has_schema_privilege(to_regnamespace('daybook'), 'usage')
                and bool_and(has_table_privilege(c.oid, 'select')), false) as readable
  from pg_class c
 where c.relnamespace = to_regnamespace('daybook')
   and c.relname in ('publication', 'run', 'run_node', 'check_sample')
