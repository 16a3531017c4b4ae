-- The source table of the Korean project: what a payment service's sync would leave.
--
-- Grain:      "결제"."거래내역" one row per transaction.
-- Inputs:     none.
-- Invariants: drops and recreates the schema "결제" only; every transaction ID is unique; successful amounts are positive;
--             rows stand at both ends of a Seoul day, and rows that did not succeed must not be counted.
--             Expected report: 2024-06-14 프로모션 2 / 4000, 송금 3 / 160000; 2024-06-15 프로모션 1 / 5000, 송금 2 / 30001.

drop schema if exists "결제" cascade;
create schema "결제";

create table "결제"."거래내역" (
    "거래ID"   bigint      primary key,
    "거래타입" text        not null,
    "거래금액" bigint      not null,
    "거래상태" text        not null,
    "생성일시" timestamptz not null
);

insert into "결제"."거래내역" values
    (1001, '프로모션',  3000, '성공', '2024-06-14 00:00:00+09'),
    (1002, '프로모션',  1000, '성공', '2024-06-14 12:31:07+09'),
    (1003, '프로모션',  9999, '실패', '2024-06-14 12:32:00+09'),
    (1004, '송금',     50000, '성공', '2024-06-14 08:59:59.999+09'),
    (1005, '송금',     50000, '성공', '2024-06-14 09:00:00+09'),
    (1006, '송금',     60000, '성공', '2024-06-14 23:59:59.999+09'),
    (1007, '송금',     70000, '취소', '2024-06-14 18:00:00+09'),
    (1008, '송금',     30000, '성공', '2024-06-15 00:00:00+09'),
    (1009, '송금',         1, '성공', '2024-06-15 19:45:12+09'),
    (1010, '프로모션',  5000, '성공', '2024-06-15 20:10:00+09'),
    (1011, '프로모션',  2000, '대기', '2024-06-15 20:11:00+09');
