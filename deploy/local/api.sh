# shellcheck shell=bash disable=SC2034,SC2154
# The API process: started in the background, stopped by its process id.

api_process() {
    local pid
    pid=$(cat "$state/api.pid" 2>/dev/null) && [[ -r /proc/$pid/cmdline ]] &&
        [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == *"api.app:app"*"--port"* ]] && printf '%s' "$pid"
}

# 503 is an answer too, which names the fault.
api_answers() { [[ $(http_status "$api_port" /v1/health) =~ ^(200|503)$ ]]; }

api_answers_or_died() { api_answers || ! api_process >/dev/null; }

# Restarts the API when its code or settings are newer than its process.
start_api() {
    local pid
    if pid=$(api_process); then
        if [[ -z $(find "$root/api" "$root/common" "$state/env" "$venv"/*.installed -name __pycache__ -prune -o -type f -newer "$state/api.pid" -print -quit) ]] &&
            api_answers; then
            return
        fi
        stop_api >/dev/null
    fi
    api_port=$(free_port api "$api_port")
    save_ports
    write_env asinmart
    say api "starting on port $api_port"
    (
        cd "$root" || exit
        # shellcheck source=/dev/null
        source "$state/env"
        setsid "$venv/bin/python" -m uvicorn api.app:app --host 127.0.0.1 --port "$api_port" --no-proxy-headers \
            >"$state/log/api.log" 2>&1 </dev/null &
        printf '%s' "$!" >"$state/api.pid"
    )
    if ! wait_until 120 api_answers_or_died || ! api_answers; then
        stop_api >/dev/null
        tail -n 5 "$state/log/api.log" | cut -c -200 | sed 's/^/    /' >&2
        fail "the API does not answer at http://127.0.0.1:$api_port/v1/health; above are the last lines of $state/log/api.log"
    fi
}

stop_api() {
    local pid
    pid=$(api_process) || return 0
    kill "$pid" 2>/dev/null || true
    if ! wait_until 10 api_gone "$pid"; then
        kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$state/api.pid"
    say api stopped
}

# An ended process has an empty command line until its parent has reaped it.
api_gone() { [[ -z $(tr -d '\0' <"/proc/$1/cmdline") ]] 2>/dev/null; }
