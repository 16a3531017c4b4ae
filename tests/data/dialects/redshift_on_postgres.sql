-- For tests only: what of a Redshift Daybook's statements ask for, on a PostgreSQL that is given out for one.
set allow_system_table_mods = on;

create function pg_catalog.getdate() returns timestamp language sql volatile as 'select clock_timestamp()::timestamp';

create function pg_catalog.json_extract_path_text(document varchar, name varchar, null_if_invalid boolean) returns varchar
    language sql immutable as $$ select coalesce(document::json ->> name, '') $$;

create view pg_catalog.stv_sessions as
select backend_start as starttime, pid as process, usename::char(50) as user_name, datname::char(50) as db_name
from pg_stat_activity;

create view pg_catalog.svv_relation_privileges as
select n.nspname as namespace_name, c.relname as relation_name, a.privilege_type,
    case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as identity_name,
    case when a.grantee = 0 then 'public' else 'user' end as identity_type,
    a.is_grantable as admin_option
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(c.relacl) a;

create view pg_catalog.svv_column_privileges as
select n.nspname as namespace_name, c.relname as relation_name, t.attname as column_name, a.privilege_type,
    case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as identity_name,
    case when a.grantee = 0 then 'public' else 'user' end as identity_type
from pg_attribute t
join pg_class c on c.oid = t.attrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(t.attacl) a
where not t.attisdropped;

create view pg_catalog.svv_transactions as
select a.usename::text as txn_owner, a.datname::text as txn_db, l.pid, a.xact_start::timestamp as txn_start,
    l.mode as lock_mode, l.locktype as lockable_object_type, l.relation::int as relation, l.granted
from pg_locks l
join pg_stat_activity a on a.pid = l.pid;

grant select on pg_catalog.stv_sessions, pg_catalog.svv_relation_privileges, pg_catalog.svv_column_privileges,
    pg_catalog.svv_transactions to public;
