-- Grain: the claim of a holder. Inputs: $1 the holder.
delete from daybook.claim where holder = $1
