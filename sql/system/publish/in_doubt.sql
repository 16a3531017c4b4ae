-- Grain: the run whose COMMIT was not answered. Inputs: $1 run id. Invariant: read only once its old session is
-- gone (see end_session.sql), so the state is final.
select state from daybook.run where run_id = $1::bigint
