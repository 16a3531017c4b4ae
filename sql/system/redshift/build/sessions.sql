-- Grain: one row. Inputs: $1 a process id. Invariant: a role sees its own sessions at least.
select current_user::varchar(130) as role,
    (select count(*) from stv_sessions where process = $1::int) as sessions
