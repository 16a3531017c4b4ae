-- Grain: none. Inputs: none. Invariant: as in the session.sql for all, as far as Redshift has these settings; texts
-- are written in standard conforming strings, which Redshift's are.
set datestyle = 'ISO, YMD';
set extra_float_digits = 1;
