-- Grain: none. Inputs: none. Invariant: one program at a time migrates one database. Sent once the table is there:
-- of programs that make it at the same time, one can.
lock daybook.migration
