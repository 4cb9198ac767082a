# shellcheck shell=bash disable=SC2034,SC2154
# The worker process: started in the background, stopped by its process id.

worker_process() {
    local pid
    pid=$(cat "$state/worker.pid" 2>/dev/null) && [[ -r /proc/$pid/cmdline ]] &&
        [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == *"-m worker "* ]] && printf '%s' "$pid"
}

worker_started_or_died() { grep -qs '"worker_started"' "$state/log/worker.log" || ! worker_process >/dev/null; }

# Restarts the worker when its code or settings are newer than its process.
start_worker() {
    local pid
    if pid=$(worker_process); then
        if [[ -z $(find "$root/worker" "$root/loader" "$root/common" "$state/env" "$venv"/*.installed -name __pycache__ -prune -o -type f -newer "$state/worker.pid" -print -quit) ]]; then
            return
        fi
        stop_worker >/dev/null
    fi
    say worker starting
    (
        cd "$root" || exit
        # shellcheck source=/dev/null
        source "$state/env"
        setsid "$venv/bin/python" -m worker >"$state/log/worker.log" 2>&1 </dev/null &
        printf '%s' "$!" >"$state/worker.pid"
    )
    if ! wait_until 120 worker_started_or_died || ! worker_process >/dev/null; then
        stop_worker >/dev/null
        tail -n 5 "$state/log/worker.log" | cut -c -200 | sed 's/^/    /' >&2
        fail "the worker does not start; above are the last lines of $state/log/worker.log"
    fi
}

stop_worker() {
    local pid
    pid=$(worker_process) || return 0
    kill "$pid" 2>/dev/null || true
    if ! wait_until 12 api_gone "$pid"; then
        kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$state/worker.pid"
    say worker stopped
}
