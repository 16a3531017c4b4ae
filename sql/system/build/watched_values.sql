-- Grain: one row per value that stands in a watched column. Inputs, put in by the program: %1 the column's name as a
-- literal, %2 as an identifier, %3 the source, %4 which of its rows, %5 how many values are still a list.
(select %1 as name, %2::text as value from %3 where (%4) and %2 is not null group by 2 limit %5)
