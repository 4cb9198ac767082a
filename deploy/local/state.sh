# shellcheck shell=bash disable=SC2034,SC2154
# The state of a checkout: .local for `make up`, .local/test for `make test`, .local/bench for `make bench`,
# .local/drill for `make drill`; .local/bi is Superset's.

# use_state up|test|bench|drill: names and ports follow from the checkout's path. Names are unique; for a taken port, free_port takes
# the next.
use_state() {
    case $1 in
        up) state=$root/.local name=asinmart cron_database=asinmart ;;
        test) state=$root/.local/test name=asinmart_test cron_database=asinmart_cron ;;
        drill) state=$root/.local/drill name=asinmart_drill cron_database=asinmart ;;
        bench) state=$root/.local/bench name=asinmart_bench cron_database=asinmart_cron venv=$root/.local/bench/venv ;;
    esac
    local digest
    digest=$(printf '%s' "$state" | sha256sum)
    name+=_${digest:0:8}
    server=$state/postgres
    local first_port=$((20000 + 0x${digest:0:6} % 1000 * 10))
    postgres_port=$first_port redis_port=$((first_port + 1)) api_port=$((first_port + 2))
    if [[ -f $state/ports ]]; then
        # shellcheck source=/dev/null
        source "$state/ports"
    fi
}

prepare_state() {
    { mkdir -p "$state/log" "$state/redis" && touch "$state/log"; } 2>/dev/null ||
        fail "$state cannot be written by $(id -un); it was made by another user"
    local who known=''
    [[ ! -f $state/secrets ]] || known=$(<"$state/secrets")
    # Only roles without a password get one, such as a role of a newer version.
    for who in SUPERUSER OWNER LOADER API WORKER MART ADMIN REDIS; do
        [[ $known == *"ASINMART_${who}_PASSWORD="* ]] ||
            known+=$(printf '\nexport ASINMART_%s_PASSWORD=%s' \
                "$who" "$(od -An -N18 -tx1 /dev/urandom | tr -d ' \n')")
    done
    # The id of this installation. A copy of the checkout elsewhere is another one and must not send the same messages.
    [[ $known == *"ASINMART_INSTALLATION="* ]] ||
        known+=$(printf '\nexport ASINMART_INSTALLATION=%s' "$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')")
    (umask 077 && printf '%s\n' "${known#$'\n'}" >"$state/secrets.new")
    mv "$state/secrets.new" "$state/secrets"
    # shellcheck source=/dev/null
    source "$state/secrets"
    export ASINMART_INSTANCE_ID=$name-$ASINMART_INSTALLATION
}

save_ports() {
    printf '%s_port=%s\n' postgres "$postgres_port" redis "$redis_port" api "$api_port" >"$state/ports"
}

# Runs the script again under a lock on this state; --close keeps the lock out of the servers that it starts.
only_one_at_a_time() {
    mkdir -p "$state"
    [[ ${ASINMART_LOCKED:-} == "$state" ]] ||
        ASINMART_LOCKED=$state exec flock --close "$state/lock" "$0" "$@"
    unset ASINMART_LOCKED
}

# Status 124 is the timeout: a program that listens without answering has the port too.
port_taken() {
    local status=0
    # shellcheck disable=SC2016
    timeout 1 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"' "$1" 2>/dev/null || status=$?
    ((status == 0 || status == 124))
}

# free_port WHAT PORT: prints that port, or the next of its kind on which no program listens.
free_port() {
    local port=$2
    while port_taken "$port"; do
        ((port += 10))
        ((port < 65536)) || fail "no free port for $1 from $2 upwards"
    done
    [[ $port == "$2" ]] || say "$1" "port $2 is taken, using $port" >&2
    printf '%s' "$port"
}

# write_env DATABASE
write_env() {
    local host=127.0.0.1:$postgres_port/$1
    {
        printf "export DATABASE_URL='postgresql://asinmart_owner:%s@%s'\n" "$ASINMART_OWNER_PASSWORD" "$host"
        printf "export LOADER_DATABASE_URL='postgresql://asinmart_loader:%s@%s'\n" "$ASINMART_LOADER_PASSWORD" "$host"
        printf "export API_DATABASE_URL='postgresql://asinmart_api:%s@%s'\n" "$ASINMART_API_PASSWORD" "$host"
        printf "export WORKER_DATABASE_URL='postgresql://asinmart_worker:%s@%s'\n" "$ASINMART_WORKER_PASSWORD" "$host"
        printf "export ASINMART_INSTANCE_ID='%s'\n" "$ASINMART_INSTANCE_ID"
        printf "export MART_DATABASE_URL='postgresql://mart_reader:%s@%s'\n" "$ASINMART_MART_PASSWORD" "$host"
        printf "export ADMIN_DATABASE_URL='postgresql://asinmart_admin:%s@%s'\n" "$ASINMART_ADMIN_PASSWORD" "$host"
        printf "export SUPERUSER_DATABASE_URL='postgresql://%s:%s@%s'\n" "$(server_user)" "$ASINMART_SUPERUSER_PASSWORD" "$host"
        printf "export REDIS_URL='redis://:%s@127.0.0.1:%s/0'\n" "$ASINMART_REDIS_PASSWORD" "$redis_port"
        printf "export API_URL='http://127.0.0.1:%s'\n" "$api_port"
        # On a local machine the API needs no key, because it listens on loopback only.
        [[ $1 != asinmart ]] || printf "export %s\n" "API_ANONYMOUS_ROLE='viewer'" "API_LIMIT_ANONYMOUS='6000/minute'"
    } >"$state/env.new"
    chmod 600 "$state/env.new"
    # An unchanged file keeps its time, because a newer one restarts the API.
    if cmp -s "$state/env.new" "$state/env"; then
        rm "$state/env.new"
    else
        mv "$state/env.new" "$state/env"
    fi
}
