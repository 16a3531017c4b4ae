-- Grain: none. Inputs: none. Invariant: who writes a run down numbers it, so one at a time does. The snapshot of the
-- transaction is taken once the lock is held.
begin;
lock daybook.run
