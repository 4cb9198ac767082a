# shellcheck shell=bash disable=SC2034,SC2154
# Superset beside the servers of `make up`: an environment and a metadata database of its own, both in .local/bi.

superset_process() {
    local pid
    pid=$(cat "$state/bi/pid" 2>/dev/null) && [[ -r /proc/$pid/cmdline ]] &&
        [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == *"superset.app:create_app()"* ]] && printf '%s' "$pid"
}

superset_answers() { [[ $(http_status "$superset_port" /health) == 200 ]]; }

superset_answers_or_died() { superset_answers || ! superset_process >/dev/null; }

# Superset 6.1 asks for pandas 2.1.4, which has no wheel for Python 3.13.
find_superset_python() {
    local candidate
    for candidate in python3.12 python3.11 python3 /usr/bin/python3; do
        if good_python "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
            printf '%s' "$candidate"
            return
        fi
    done
    return 1
}

install_superset() {
    local lock=$root/requirements-bi.lock venv=$state/bi/venv python wanted
    python=$(find_superset_python) ||
        fail "Superset 6.1 needs Python 3.11 or 3.12 with venv, as its pandas 2.1.4 has no wheel for 3.13; found: $(python3 --version 2>&1)"
    wanted=$(cd "$root" && "$python" --version && pwd && sha256sum requirements-bi.lock)
    [[ -x $venv/bin/python && -f $venv/installed && $(<"$venv/installed") == "$wanted" ]] && return 0
    say superset "installing $(grep -c == "$lock") packages into ${venv#"$root/"} (some minutes, 0.8 GB)"
    mkdir -p "$state/bi"
    logged "$state/log/pip.log" "$python" -m venv --clear "$venv"
    logged "$state/log/pip.log" "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$lock"
    printf '%s\n' "$wanted" >"$venv/installed"
}

# Sets what Superset and bi/superset/load.py read.
superset_environment() {
    if [[ ! -f $state/bi/secrets ]]; then
        (
            umask 077
            printf "export SUPERSET_SECRET_KEY='%s'\nexport SUPERSET_ADMIN_PASSWORD='%s'\n" \
                "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" "$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')" \
                >"$state/bi/secrets"
        )
    fi
    # shellcheck source=/dev/null
    source "$state/bi/secrets"
    export SUPERSET_HOME=$state/bi/home SUPERSET_CONFIG_PATH=$root/bi/superset/superset_config.py
}

# Makes the metadata database anew when the assets or the address of the database have changed: an import over charts that are
# there would merge them. The old one stays beside it, for what people have made in it.
prepare_superset() {
    local wanted log=$state/log/superset.log
    wanted=$(cd "$root" && sha256sum requirements-bi.lock bi/superset/{load,superset_config}.py &&
        find bi/superset/assets -type f -print0 | sort -z | xargs -0 sha256sum && sha256sum <<<"$MART_DATABASE_URL")
    [[ -f $state/bi/imported && $(<"$state/bi/imported") == "$wanted" ]] && return 0
    stop_superset
    (umask 077 && mkdir -p "$SUPERSET_HOME")
    if [[ -f $state/bi/imported ]]; then
        mv -f "$SUPERSET_HOME/superset.db" "$SUPERSET_HOME/superset.old.db"
        say superset "starts afresh, because the dashboards or the database changed; before: ${SUPERSET_HOME#"$root/"}/superset.old.db"
    fi
    rm -f "$state/bi/imported" "$SUPERSET_HOME/superset.db"
    say superset 'creating its metadata database and importing the dashboards (a minute or two)'
    cd "$root" || return
    logged "$log" "$state/bi/venv/bin/superset" db upgrade
    logged "$log" "$state/bi/venv/bin/superset" init
    logged "$log" "$state/bi/venv/bin/python" -m bi.superset.load
    printf '%s\n' "$wanted" >"$state/bi/imported"
}

start_superset() {
    superset_port=$((postgres_port + 4))
    [[ ! -f $state/bi/port ]] || superset_port=$(<"$state/bi/port")
    if superset_process >/dev/null && superset_answers; then
        return
    fi
    stop_superset
    superset_port=$(free_port superset "$superset_port")
    printf '%s\n' "$superset_port" >"$state/bi/port"
    say superset "starting on port $superset_port"
    (
        cd "$state/bi" || exit
        # One process: a tenant's login may have 5 connections, and each thread uses one.
        setsid "$state/bi/venv/bin/gunicorn" --bind "127.0.0.1:$superset_port" --workers 1 --worker-class gthread --threads 4 \
            --timeout 120 --no-control-socket 'superset.app:create_app()' >>"$state/log/superset.log" 2>&1 </dev/null &
        printf '%s' "$!" >"$state/bi/pid"
    )
    if ! wait_until 300 superset_answers_or_died || ! superset_answers; then
        stop_superset >/dev/null
        tail -n 5 "$state/log/superset.log" | cut -c -200 | sed 's/^/    /' >&2
        fail "Superset does not answer at http://127.0.0.1:$superset_port/health; above are the last lines of $state/log/superset.log"
    fi
}

stop_superset() {
    local pid
    pid=$(superset_process) || return 0
    kill "$pid" 2>/dev/null || true
    if ! wait_until 15 api_gone "$pid"; then
        kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$state/bi/pid"
    say superset stopped
}
