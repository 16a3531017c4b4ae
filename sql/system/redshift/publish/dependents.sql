-- Grain: one row per view of others that is bound to a relation to be replaced. Inputs: $1 an array of the replaced
-- relations' oids. Invariants: as in the file for all; a view that binds late finds the new by its name, and is none. A
-- rule of a view depends on what the view reads, and belongs to the view.
select distinct v.oid::bigint, n.nspname, v.relname, pg_get_userbyid(v.relowner) as owner,
    pg_get_userbyid(v.relowner) = current_user as may_replace,
    'create or replace view ' || quote_ident(n.nspname) || '.' || quote_ident(v.relname) || ' as ' || pg_get_viewdef(v.oid)
        as statements,
    '' as retirement
from pg_catalog.pg_depend reads
join pg_catalog.pg_depend own on own.objid = reads.objid and own.deptype = 'i' and own.refobjid <> reads.refobjid
join pg_catalog.pg_class v on v.oid = own.refobjid and v.relkind = 'v'
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where reads.refobjid in ([[1 ,: $_]]) and v.oid not in ([[1 ,: $_]])
order by 2, 3
