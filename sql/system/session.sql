-- Grain: none. Inputs: none. Invariant: every session of Daybook's reads dates, intervals and floats in one
-- and the same form, whatever the role's or the database's settings are. The time zone is left alone on
-- purpose: a dbt project that reads it must see what it sees in dbt.
set datestyle = 'ISO, YMD';
set intervalstyle = 'postgres';
set extra_float_digits = 1;
set standard_conforming_strings = on;
