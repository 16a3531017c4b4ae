-- Grain: at most one row: what Daybook last published under this name, and the run that did.
-- Inputs: daybook.publication, daybook.run; $1 and $2, schema and name of the relation; $3, the relation as SQL
-- writes it. Invariant: same_relation is false as soon as somebody else replaced it.
select p.relation_oid = to_regclass($3)::oid as same_relation, p.published_at, p.version_hash,
       r.run_id, r.state, r.command, r.started_at, r.finished_at, r.data_through, r.program, r.git_commit,
       coalesce(r.git_dirty, false) as git_dirty, r.project, r.target_schema
  from daybook.publication p
  join daybook.run r using (run_id)
 where p.relation_schema = coalesce(nullif($1, ''), (select n.nspname from pg_class c
                                                       join pg_namespace n on n.oid = c.relnamespace
                                                      where c.oid = to_regclass($3)))
   and p.relation_name = $2
