create schema src;
create table src.moves (id integer, account integer, kind text, amount numeric(14, 2), at timestamptz, note varchar(20));
create table src.accounts (account integer, name text);
insert into src.accounts values (1, 'a'), (2, 'b'), (3, null);
insert into src.moves values
    (1, 1, 'charge', 100, '2026-11-01 01:00Z', 'x'), (2, 1, 'payment', 40.50, '2026-11-01 23:30Z', null),
    (3, 2, 'charge', 10, '2026-11-02 15:00Z', ''), (4, 9, 'toll', -5, '2026-11-02 15:30Z', 'odd'),
    (5, null, null, null, '2026-11-02 16:00Z', 'null');
