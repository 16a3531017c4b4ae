-- Grain: one row. Inputs: $1 seed, $2 days, $3 rows, $4 today, $5 defects; an empty text leaves the default.
-- Invariant: holds for this session only; the files of sql/sample read it.
select set_config('sample.seed', coalesce($1, ''), false), set_config('sample.days', coalesce($2, ''), false),
    set_config('sample.rows', coalesce($3, ''), false), set_config('sample.today', coalesce($4, ''), false),
    set_config('sample.defects', coalesce($5, ''), false)
