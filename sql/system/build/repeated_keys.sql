-- Grain: one number, to be used as an expression: keys that stand twice in what a table will be, where none does in
-- what it is. Inputs, put in by the program: the key, which rows are looked at, the rows to come, the rows that stay.
(
    select count(*)
    from (
        select %1 as daybook_key, count(*) as daybook_rows
        from %3
        where (%2) and (%1) is not null
        group by %1
    ) fresh
    where daybook_rows > 1
        or exists (
            select 1
            from (select %1 as daybook_key from %4 where %2) stays
            where stays.daybook_key = fresh.daybook_key)
)
