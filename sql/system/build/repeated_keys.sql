-- Grain: one number, to be used as an expression: keys that stand twice in what a table will be, where none does in
-- what it is. Inputs, put in by the program: the key, which rows are looked at, the rows to come, the rows that stay.
-- Invariant: those that stay are met by a join on the key, which an index on it answers.
(
    with fresh as materialized (
        select %1 as daybook_key, count(*) as daybook_rows
        from %3
        where (%2) and (%1) is not null
        group by %1
    )
    select count(*)
    from (
        select daybook_key from fresh where daybook_rows > 1
        union
        select daybook_key
        from fresh
        join (select %1 as daybook_key from %4 where %2) stays using (daybook_key)
    ) repeated
)
