#!lua flags=allow-oom
-- Sets the fence anew and deletes `applied`, if both still are what the caller read.
--
-- KEYS: the fence, the mark `applied`.
-- ARGV: the two values as they were read ('' for a missing one), the new version.
-- Returns 1 when reset, 0 when another process has moved a mark meanwhile.
local marks = redis.call('MGET', KEYS[1], KEYS[2])
if (marks[1] or '') ~= ARGV[1] or (marks[2] or '') ~= ARGV[2] then
    return 0
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('UNLINK', KEYS[2])
return 1
