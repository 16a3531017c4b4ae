-- Grain: none. Inputs: none. Invariants: what a worker writes is made durable by the COMMIT that publishes it, so
-- it need not wait for the disk; a worker whose program was killed stops within seconds.
set synchronous_commit = off;
do $$ begin
    perform set_config('client_connection_check_interval', '2s', false);
exception when undefined_object then null; -- servers before 14
end $$;
