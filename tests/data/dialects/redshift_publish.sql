-- Grain: none. Inputs: none. Invariants: what locks the claim sees what those before have committed; with an empty
-- search path the definitions of views name every relation in full.
begin;
lock daybook.claim;
set local search_path = ''

;
select count(*) from daybook.claim where holder = 'HOLDER'

;
select p.position, live.oid::bigint as live_oid, live.relkind::varchar(1) as live_kind,
    staged.relkind::varchar(1) as staged_kind, '' as make_room, staged.oid::bigint as staged_oid
from (
    select 0::int as position, 'close'::varchar(130) as schema, 'added'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_added'::varchar(130) as staged_name union all
select 1::int as position, 'close'::varchar(130) as schema, 'ledger'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_ledger'::varchar(130) as staged_name union all
select 2::int as position, 'close'::varchar(130) as schema, 'daily'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_daily'::varchar(130) as staged_name
) p
join pg_catalog.pg_namespace staged_in on staged_in.nspname = p.staged_schema
join pg_catalog.pg_class staged on staged.relnamespace = staged_in.oid and staged.relname = p.staged_name
left join (
    select c.oid, c.relkind, c.relname, n.nspname
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
) live on live.relname = p.name and live.nspname = p.schema
order by p.position

;
set local statement_timeout = 1500
;
lock "close"."ledger"
;
set local statement_timeout to default
;
select p.position, live.oid::bigint as live_oid, live.relkind::varchar(1) as live_kind,
    staged.relkind::varchar(1) as staged_kind, '' as make_room, staged.oid::bigint as staged_oid
from (
    select 0::int as position, 'close'::varchar(130) as schema, 'added'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_added'::varchar(130) as staged_name union all
select 1::int as position, 'close'::varchar(130) as schema, 'ledger'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_ledger'::varchar(130) as staged_name union all
select 2::int as position, 'close'::varchar(130) as schema, 'daily'::varchar(130) as name, 'close'::varchar(130) as staged_schema, 'daybook_stage_daily'::varchar(130) as staged_name
) p
join pg_catalog.pg_namespace staged_in on staged_in.nspname = p.staged_schema
join pg_catalog.pg_class staged on staged.relnamespace = staged_in.oid and staged.relname = p.staged_name
left join (
    select c.oid, c.relkind, c.relname, n.nspname
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
) live on live.relname = p.name and live.nspname = p.schema
order by p.position

;
select distinct v.oid::bigint, n.nspname, v.relname, pg_get_userbyid(v.relowner) as owner,
    pg_get_userbyid(v.relowner) = current_user as may_replace,
    'create or replace view ' || quote_ident(n.nspname) || '.' || quote_ident(v.relname) || ' as ' || pg_get_viewdef(v.oid)
        as statements,
    '' as retirement
from pg_catalog.pg_depend reads
join pg_catalog.pg_depend own on own.objid = reads.objid and own.deptype = 'i' and own.refobjid <> reads.refobjid
join pg_catalog.pg_class v on v.oid = own.refobjid and v.relkind = 'v'
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where reads.refobjid in (OID ,
OID) and v.oid not in (OID ,
OID)
order by 2, 3

;
set local search_path to default
;
insert into "close"."added" ("id", "amount")
select DBT_INTERNAL_SOURCE."id", DBT_INTERNAL_SOURCE."amount" from "daybook_stage"."added__new" as DBT_INTERNAL_SOURCE
where not exists (select 1 from "close"."added" as DBT_INTERNAL_DEST where DBT_INTERNAL_SOURCE."id" = DBT_INTERNAL_DEST."id")
;
update "close"."added" set "id" = DBT_INTERNAL_SOURCE."id", "amount" = DBT_INTERNAL_SOURCE."amount"
from "daybook_stage"."added__new" as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE."id" = "close"."added"."id"
;
set local search_path = ''
;
set local statement_timeout = 1500
;
alter table "close"."ledger" rename to "daybook_old_1";
alter table "close"."daybook_stage_ledger" rename to "ledger"
;
set local statement_timeout to default
;
set local statement_timeout = 1500
;
alter table "close"."daily" rename to "daybook_old_2";
alter table "close"."daybook_stage_daily" rename to "daily"
;
set local statement_timeout to default
;
select 'grant ' || p.privilege_type || p.columns || ' on ' || r.relation || ' to '
    || case p.identity_type when 'group' then 'group ' when 'role' then 'role ' else '' end
    || case p.identity_type when 'public' then 'public' else quote_ident(p.identity_name) end
    || case when p.admin_option then ' with grant option' else '' end
from (
    select 1::int as position, '"close"."ledger"'::varchar(300) as relation, OID::bigint as oid, OID::bigint as replaced union all
select 2::int as position, '"close"."daily"'::varchar(300) as relation, OID::bigint as oid, OID::bigint as replaced
) r
join pg_catalog.pg_class c on c.oid = r.replaced
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join (
    select namespace_name, relation_name, privilege_type, identity_name, identity_type, admin_option,
        null::varchar(127) as column_name, '' as columns
    from svv_relation_privileges
    union all
    select namespace_name, relation_name, privilege_type, identity_name, identity_type, false,
        column_name, ' (' || quote_ident(column_name) || ')'
    from svv_column_privileges
) p on p.relation_name = c.relname and p.namespace_name = n.nspname
left join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attname = p.column_name and not a.attisdropped
where p.identity_type in ('user', 'group', 'role', 'public')
    and not (p.identity_type = 'user' and p.identity_name = current_user)
    and (p.column_name is null or a.attname is not null)
order by r.position

;
select distinct own.refobjid::bigint as reader, reads.refobjid::bigint as read
from pg_catalog.pg_depend reads
join pg_catalog.pg_depend own on own.objid = reads.objid and own.deptype = 'i' and own.refobjid <> reads.refobjid
where reads.refobjid in (OID ,
OID) and own.refobjid in (OID ,
OID)
union
select c.conrelid::bigint, c.confrelid::bigint
from pg_catalog.pg_constraint c
where c.contype = 'f' and c.confrelid <> c.conrelid
    and c.conrelid in (OID ,
OID) and c.confrelid in (OID ,
OID)

;
drop view "close"."daybook_old_2"
;
drop table "close"."daybook_old_1"
;
delete from daybook.publication
where relation_schema || '.' || relation_name in ('close' || '.' || 'added' ,
'close' || '.' || 'ledger' ,
'close' || '.' || 'daily');
insert into daybook.publication (relation_schema, relation_name, relation_oid, run_id, unique_id, version_hash, row_count,
                                 published_at)
values
    ('close', 'added', OID::bigint, '2'::bigint, 'model.shop.added', 'HASH', null, getdate()::timestamptz) ,
('close', 'ledger', OID::bigint, '2'::bigint, 'model.shop.ledger', 'HASH', 2, getdate()::timestamptz) ,
('close', 'daily', OID::bigint, '2'::bigint, 'model.shop.daily', 'HASH', null, getdate()::timestamptz)

;
select 'drop ' || case when c.relkind = 'v' then 'view' else 'table' end || ' if exists '
    || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' cascade'
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where substring(c.relname::varchar(130), 1, length('daybook_stage_')) = 'daybook_stage_' and c.relkind in ('r', 'v')
order by c.relkind desc

;
drop view if exists close.daybook_stage_added cascade
;
drop schema if exists "daybook_stage" cascade
;
update daybook.run
set state = 'published', finished_at = getdate()::timestamptz, error_kind = null, error_message = null::varchar(OID),
    error_detail = null::varchar(OID), data_through = s.data_through
from (
    select case when count(*) = count(newest_loaded_at) then min(newest_loaded_at) end as data_through
    from daybook.run_source
    where run_id = '2'::bigint
) s
where daybook.run.run_id = '2'::bigint and daybook.run.state = 'running'
