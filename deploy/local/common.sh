# shellcheck shell=bash
# The scripts of this folder share these functions: where a checkout keeps its servers, how each starts and stops.
# They use only Bash and Debian's own packages, because `make up` has nothing else on its first run.
set -euo pipefail
export LC_ALL=C.UTF-8
umask 022

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
venv=$root/.venv

say() { printf '%-10s %s\n' "$1" "$2"; }

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

# logged LOG COMMAND...: writes the output to the log; a failure prints one line with the most useful line of it.
logged() {
    local log=$1 before=0 pattern line=''
    shift
    [[ ! -f $log ]] || before=$(stat -c %s "$log")
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        for pattern in '^psycopg2[.]' 'FATAL|ERROR' '[Ee]rror:|^E:' .; do
            line=$(tail -c +$((before + 1)) "$log" | grep -E -m 1 "$pattern") && break
        done
        fail "${1##*/} failed: $line (all of it: $log)"
    fi
}

# wait_until SECONDS COMMAND...
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# http_status PORT PATH: prints the status code of an answer, nothing if there is none.
http_status() {
    # shellcheck disable=SC2016
    timeout 5 bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$0"
        printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" "$1" >&3
        read -r _ status _ <&3
        printf %s "$status"' "$1" "$2" 2>/dev/null
}

# shellcheck source=deploy/local/state.sh
source "$root/deploy/local/state.sh"
# shellcheck source=deploy/local/packages.sh
source "$root/deploy/local/packages.sh"
# shellcheck source=deploy/local/postgres.sh
source "$root/deploy/local/postgres.sh"
# shellcheck source=deploy/local/redis.sh
source "$root/deploy/local/redis.sh"
# shellcheck source=deploy/local/api.sh
source "$root/deploy/local/api.sh"
# shellcheck source=deploy/local/worker.sh
source "$root/deploy/local/worker.sh"
# shellcheck source=deploy/local/bi.sh
source "$root/deploy/local/bi.sh"
