-- A close small enough to check by hand, with every name that could break a statement.
create schema "정산";

create table "정산"."거래내역" ("거래ID" bigint primary key, "거래금액" bigint, "메모" text, "생성일시" timestamptz);
insert into "정산"."거래내역" select n, n * 100, 'row ' || n, '2026-11-18 15:00:00.25+00' from generate_series(1, 10) n;

create table "정산"."결제 원장" ("거래ID" bigint, "영업일" date, "금액" bigint, "발생일시" timestamptz);
insert into "정산"."결제 원장"
select n, date '2026-11-19', n * 100, timestamptz '2026-11-18 15:00+00' + n * interval '1 hour'
  from generate_series(1, 10) n;

create table "정산"."일별 ""보고서""" ("영업일" date, "거래""유형" text, "건수" bigint, "총금액" numeric);
insert into "정산"."일별 ""보고서""" values
    ('2026-11-17', 'payment', 4, 1000), ('2026-11-17', 'charge', 2, 500),
    ('2026-11-18', 'payment', 5, 2000), ('2026-11-18', 'charge', 2, 0),
    ('2026-11-19', 'payment', 10, 5500), ('2026-11-19', 'charge', 1, 1500), ('2026-11-19', 'promotion', 1, 3);
