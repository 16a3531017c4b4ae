-- Grain: none. Inputs: none. Invariant: what begins a run is written whole, or not at all.
begin
