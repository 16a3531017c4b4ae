-- Grain: one row per value that stands in a watched column, as in the file for all.
(select %1::varchar(300) as name, %2::varchar(65535) as value from %3 where (%4) and %2 is not null group by 2 limit %5)
