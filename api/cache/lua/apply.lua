#!lua flags=allow-oom
-- Applies an invalidation, or a part of it: raises the fence, then drops keys.
--
-- KEYS: the fence, the mark `applied`, then the keys to drop.
-- ARGV: the id of the invalidation; 'done' with its last keys, else 'more'.
-- Returns nothing.
--
-- Keys that have changed must go even when Redis is full: hence allow-oom.
local id = tonumber(ARGV[1])
local marks = redis.call('MGET', KEYS[1], KEYS[2])
if id > (tonumber(marks[1] or '') or -1) then
    redis.call('SET', KEYS[1], ARGV[1])
end
for i = 3, #KEYS do
    redis.call('UNLINK', KEYS[i])
end
if ARGV[2] == 'done' and id > (tonumber(marks[2] or '') or -1) then
    redis.call('SET', KEYS[2], ARGV[1])
end
