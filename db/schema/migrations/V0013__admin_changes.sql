-- The job id comes first now.
drop function if exists ops.replay(timestamptz, timestamptz, text, timestamptz);
