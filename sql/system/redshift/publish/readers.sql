-- Grain: one row per session that holds a lock on a relation to be replaced. Inputs: $1 the relations' oids. Invariant:
-- Redshift shows a role no sessions but its own, unless it is a superuser; it does not say which program it is.
select distinct t.pid, t.txn_owner, 'Redshift' as program, t.txn_start
from svv_transactions t
where t.relation in ([[1 ,: $_]])
    and t.granted and t.pid <> pg_backend_pid()
order by t.txn_start
limit 5
