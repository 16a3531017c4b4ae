-- Grain: none. Inputs: none. Invariant: an export reads one snapshot and changes nothing, and the same data
-- gives the same text, whatever the role, the database or this session had set before.
begin isolation level repeatable read, read only;
set local client_encoding = 'UTF8';
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local xmlbinary = 'base64';
set local lc_monetary = 'C';
set local synchronize_seqscans = off;
