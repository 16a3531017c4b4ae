---- engine
-- Redshift, without MERGE

---- session
-- Grain: none. Inputs: none. Invariant: as in the session.sql for all, as far as Redshift has these settings; texts
-- are written in standard conforming strings, which Redshift's are.
set datestyle = 'ISO, YMD';
set extra_float_digits = 1;

---- dialect
-- Grain: one row, as in the dialect.sql for all. Inputs: none. Invariant: Redshift has no extensions to look for.
select version(), false

---- debug/rights
-- Grain: one row. Inputs: $1 the target schema, as named in the catalog. Invariants: as in the file for all; Redshift
-- has no standby to be connected to by mistake.
select current_user::text as role,
       current_database()::text as database,
       current_setting('server_version') as server_version,
       true as takes_changes,
       has_database_privilege(current_database(), 'create') as may_create_schemas,
       (select has_schema_privilege(nspname, 'create') from pg_catalog.pg_namespace
        where nspname = $1::text) as may_create_in_target,
       (select has_schema_privilege(nspname, 'create') from pg_catalog.pg_namespace
        where nspname = 'daybook') as may_create_in_daybook

---- schema/state
-- Grain: one row. Inputs: the server's catalog, so that no right on the schema is needed to ask.
-- Invariant: answers for the schema and the table of exactly these names.
select exists (select 1 from pg_catalog.pg_namespace where nspname = 'daybook') as has_schema,
       exists (select 1 from pg_catalog.pg_class c
               join pg_catalog.pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'daybook' and c.relname = 'migration') as has_table

---- build/freshness
-- Grain: one row. Inputs: the source, the load time of its rows and which of them count, put in by the program.
-- Invariants: as in the file for all; Redshift has now() on its leader only, and takes no epoch of an interval.
select to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(asked_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    (extract(epoch from asked_at) - extract(epoch from newest))::float8
from (
    select coalesce(max(%2)::timestamptz, '0001-01-01 00:00:00Z') as newest, getdate()::timestamptz as asked_at
    from %1
    where (%3)
) as loaded

---- build/freshness_query
-- Grain: one row. Inputs: a query for the load time of a source's newest row, put in by the program.
-- Invariants: as in the file for all; Redshift has now() on its leader only, and takes no epoch of an interval.
select to_char(newest, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(asked_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    (extract(epoch from asked_at) - extract(epoch from newest))::float8
from (
    select coalesce((
%1
    )::timestamptz, '0001-01-01 00:00:00Z') as newest, getdate()::timestamptz as asked_at
) as loaded

---- templates/columns
-- Grain: one row per column, in order. Inputs, put in by the program: a schema and a relation's name, as literals.
select a.attname, format_type(a.atttypid, a.atttypmod)
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %1 and c.relname = %2 and a.attnum > 0 and not a.attisdropped
order by a.attnum

---- templates/relation
-- Grain: one row, or none where nothing of that name is there. Inputs, put in by the program: a schema and a name, as
-- literals. Gives dbt's name of what it is.
select case c.relkind
           when 'v' then 'view'
           when 'm' then 'materialized_view'
           else 'table'
       end
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %1 and c.relname = %2 and c.relkind in ('r', 'p', 'v', 'm', 'f')

---- codes
create table "daybook_stage"."codes" diststyle all as (
select 1 as id, 'a' as code -- rows
)

---- entries
create table "daybook_stage"."entries" diststyle even interleaved sortkey (id) as (
select 1 as id, 'a' as code -- rows
)

---- late
create view "daybook_stage"."late" as
select 1 as id, 'a' as code -- rows
with no schema binding

---- late: pointed at what is live
create or replace view "daybook_stage"."late" as
select 1 as id, 'a' as code -- rows
with no schema binding

---- ledger
create table "daybook_stage"."ledger" backup no diststyle key distkey (id) compound sortkey (id, code) as (
select 1 as id, 'a' as code -- rows
)

---- plain
create table "daybook_stage"."plain" as (
select 1 as id, 'a' as code -- rows
)

---- seen
create view "daybook_stage"."seen" as
select 1 as id, 'a' as code -- rows

---- seen: pointed at what is live
create or replace view "daybook_stage"."seen" as
select 1 as id, 'a' as code -- rows

---- tests that share a scan
-- Grain: one row. Inputs, put in by the program: three verdicts for each check, one count for each check, the
-- relation they all read.
select
    failures_0, failures_0 != 0, failures_0 != 0,
    failures_1, failures_1 != 0, failures_1 != 0,
    failures_2, failures_2 != 0, failures_2 != 0
from (
    select
    count(case when code not in ('a', 'b') then 1 end) as failures_0,
    least(count(case when case when (id > 1) then (id is null) end then 1 end), 5) as failures_1,
    count(case when id is null then 1 end) as failures_2
    from "close"."plain"
) fused

