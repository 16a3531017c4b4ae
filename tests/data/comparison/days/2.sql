insert into src.moves values (6, 2, 'payment', 3.33, '2026-11-03 02:00Z', 'new'), (7, 3, 'refund', 1, '2026-11-03 03:00Z', 'y'),
    (7, 3, 'refund', 1, '2026-11-03 03:00Z', 'y');
update src.moves set amount = 41 where id = 2;
delete from src.moves where id = 4;
