-- Stores entries that were computed at one data version.
--
-- KEYS: the fence, the lock, then the entries.
-- ARGV: the version, the token of the lock or '', then for each entry its life in
--       milliseconds and its value.
-- Returns 1 when stored, 0 when the fence is higher, -1 when there is no fence.
--
-- The lock is released first, if it was taken with the token. The fence rises to the
-- version: a slower process with older data can then not overwrite newer data. MGET reads
-- a key of another type as missing, where GET would fail.
if ARGV[2] ~= '' and redis.call('MGET', KEYS[2])[1] == ARGV[2] then
    redis.call('UNLINK', KEYS[2])
end
local fence = tonumber(redis.call('MGET', KEYS[1])[1] or '')
if not fence then
    return -1
end
local version = tonumber(ARGV[1])
if version < fence then
    return 0
end
if version > fence then
    redis.call('SET', KEYS[1], ARGV[1])
end
for i = 3, #KEYS do
    redis.call('SET', KEYS[i], ARGV[2 * i - 2], 'PX', ARGV[2 * i - 3])
end
return 1
