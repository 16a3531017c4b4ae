delete from src.moves where id = 7;
insert into src.moves values (8, 1, 'charge', 8, '2026-11-04 00:00Z', 'z'), (9, 2, 'toll', 2, '2026-11-04 01:00Z', 'w');
update src.moves set kind = 'charge', account = 1, amount = 5 where id = 5;
