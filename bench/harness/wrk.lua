-- Sends the requests of a file in order, again and again; prints the result as one line of JSON.
-- A line of the file is method, path, ETag and body, with tabs between.
local requests = {}
local position = 0
local pause = tonumber(os.getenv("BENCH_PAUSE_MS") or "0")
local threads = {}
hits, answers = 0, 0

function setup(thread)
    table.insert(threads, thread)
end

function init(arguments)
    math.randomseed(tonumber(arguments[2]))
    for line in io.lines(arguments[1]) do
        local method, path, etag, body = line:match("^(%S+)\t(%S+)\t([^\t]*)\t(.*)$")
        local headers = {}
        if etag ~= "" then headers["If-None-Match"] = etag end
        if body == "" then body = nil else headers["Content-Type"] = "application/json" end
        table.insert(requests, wrk.format(method, path, headers, body))
    end
end

function request()
    position = position % #requests + 1
    return requests[position]
end

-- Random pauses, like those of independent users. wrk calls functions by name and is faster when they are not defined.
if pause > 0 then
    function delay()
        return math.floor(-pause * math.log(1 - math.random()) + 0.5)
    end
end

if os.getenv("BENCH_COUNT_HITS") then
    function response(status, headers, body)
        local source = headers["x-cache"] or headers["X-Cache"]
        answers = answers + 1
        if source == "l1" or source == "hit" or source == "stale" then hits = hits + 1 end
    end
end

function done(summary, latency, per_second)
    local counted, found = 0, 0
    for _, thread in ipairs(threads) do
        counted = counted + thread:get("answers")
        found = found + thread:get("hits")
    end
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"seconds":%.6f,"failed":%d,"p50":%.3f,"p95":%.3f,"p99":%.3f,"answers":%d,"hits":%d}\n',
        summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
        counted, found
    ))
end
