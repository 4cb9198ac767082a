# shellcheck shell=bash disable=SC2034,SC2154
# What the steps of the drill share: their servers, SQL, batches, checksums, and what is printed.

prepare_drill() {
    prepare_state
    log=$state/log/drill.log
    : >"$log"
    install_missing drill
    install_python requirements.lock
    forget_drill
    prepare_server_directory
    place=$(readlink -f "$server")
    as_server_user mkdir "$place/config"
    first_port=$postgres_port
    tool_install
}

# The servers and the repository of an earlier drill.
forget_drill() {
    [[ -e $server ]] || return 0
    place=$(readlink -f "$server")
    use_cluster
    major=$(postgres_major)
    local cluster
    for cluster in "$place"/config/*/*/; do
        [[ -d $cluster ]] || continue
        name=$(basename "$cluster")
        stop_server
    done
    forget_postgres
}

leave() {
    local status=$?
    if [[ ! ${KEEP:-} ]]; then
        forget_drill || true
    fi
    ((status == 0)) || printf '\nThe drill failed after %s s. All that was said: %s\n' "$(seconds_since "$began")" "$log" >&2
}

# What is printed.

begin_step() {
    local title
    title=$(sed -n '2s/^# //p' "$1")
    printf '\n%s  %s\n' "$(basename "$1" .sh | cut -c 1)" "$title"
}

note() { printf '   %s\n' "$1"; }

now() { printf '%s' "$EPOCHREALTIME"; }

seconds_between() { awk -v from="$1" -v till="$2" 'BEGIN { printf "%.1f", till - from }'; }

seconds_since() { seconds_between "$1" "$EPOCHREALTIME"; }

size_of() { as_server_user du -sb "$@" | awk '{ bytes += $1 } END { printf "%.1f MB", bytes / 1e6 }'; }

# expect WHAT WANTED FOUND
expect() { [[ $2 == "$3" ]] || fail "$1: expected $2, found $3"; }

# Servers.

# use_server NAME
use_server() {
    name=$1
    data=$place/$name/data
    postgres_port=$(free_port "$name" "$first_port")
    export PGPORT=$postgres_port
    write_env asinmart
    # shellcheck source=/dev/null
    source "$state/env"
}

# make_server NAME: a server that archives, with an empty database cluster.
make_server() {
    use_server "$1"
    as_server_user mkdir "$place/$name"
    logged "$log" pg_createcluster --createclusterconf="$root/deploy/local/createcluster.conf" \
        --port "$postgres_port" --encoding UTF8 --locale C.UTF-8 --lc-collate C --no-status \
        -d "$data" -l "$place/$name/postgres.log" "$major" "$name"
    settings=$PG_CLUSTER_CONF_ROOT/$major/$name
    write_server_settings drill
    tool_environment >"$settings/environment"
    tool_settings >"$settings/conf.d/backup.conf"
    tool_use
}

# A copy starts without pg_cron: nothing may run in it before somebody has looked at it.
make_copy() {
    make_server "$1"
    as_server_user find "$data" -mindepth 1 -delete
    printf "shared_preload_libraries = ''\n" >"$settings/conf.d/copy.conf"
}

socket_directory() { pg_conftool -s "$major" "$name" show unix_socket_directories | cut -d, -f 1; }

start_server() { logged "$log" pg_ctlcluster "$major" "$name" start; }

stop_server() { pg_ctlcluster "$major" "$name" stop --mode fast >>"$log" 2>&1 || true; }

# Nothing is written any more, as when the power fails.
crash_server() { logged "$log" pg_ctlcluster "$major" "$name" stop --mode immediate; }

is_recovered() { [[ $(sql -c 'select pg_is_in_recovery()' 2>>"$log") == f ]]; }

# start_copy: starts it and waits until it has replayed all it should.
start_copy() {
    start_server
    wait_until 600 is_recovered || fail "the copy does not end its recovery; see $place/$name/postgres.log"
}

# sql ARGUMENTS...: psql as the administrator of the server.
sql() {
    PGPASSWORD=$ASINMART_SUPERUSER_PASSWORD psql -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -U "$(server_user)" -d asinmart "$@"
}

# as_admin ARGUMENTS...: psql as asinmart_admin.
as_admin() { psql -XqAt -v ON_ERROR_STOP=1 "$@" "$ADMIN_DATABASE_URL"; }

# Batches.

# load BATCH [--wait]
load() {
    local batch=$1
    shift
    (cd "$root" && logged "$log" "$venv/bin/python" -m loader load "$state/market/$batch.jsonl" --job-id "batch-$batch" "$@")
}

# column BATCH COLUMN: of its run in the ledger; empty when it is not there.
column() { sql -v batch="batch-$1" <<<"select r.$2 from core.ingest_runs as r where r.job_id = :'batch'"; }

describe() {
    note "batch ${1^^}: $(column "$1" received_count) items, $(column "$1" accepted_count) accepted, \
$(column "$1" duplicate_count) duplicates"
}

# Checksums.

# record_checksums NAME: one line a relation of mart. Nothing changes mart between them and $moment.
record_checksums() {
    local try
    for try in 1 2 3 4 5; do
        sql -f "$here/checksums.sql" >"$state/$1.checksums"
        moment=$(sql -c "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')")
        same_checksums "$1" && return
    done
    fail "mart changes all the time ($try tries)"
}

# same_checksums NAME: whether mart is as it was recorded.
same_checksums() {
    sql -f "$here/checksums.sql" >"$state/found.checksums"
    diff "$state/$1.checksums" "$state/found.checksums" >>"$log"
}

# compare_checksums NAME whole|facts [WHEN]: facts leaves out what another run of the same work gives anew.
compare_checksums() {
    # shellcheck disable=SC2016
    local lines='{ print $1 FS $2 FS $3 }' differing
    # shellcheck disable=SC2016
    [[ $2 == whole ]] || lines='$4 { print $1 FS $2 FS $4 }'
    sql -f "$here/checksums.sql" >"$state/found.checksums"
    differing=$(diff <(awk -F '|' "$lines" "$state/$1.checksums") <(awk -F '|' "$lines" "$state/found.checksums") |
        sed -n 's/^> \([^|]*\).*/\1/p' | paste -sd ' ') || true
    [[ ! $differing ]] || fail "mart differs from what was recorded: $differing (see $state/$1.checksums and $state/found.checksums)"
    note "$(awk -F '|' "$lines" "$state/$1.checksums" | wc -l) relations of mart equal those recorded ${3:-}"
}

# The worker.

# try_worker PATTERN: starts a worker as the original's, and stops it as soon as its log has the pattern.
try_worker() {
    local said=$state/log/drill-worker.log pid found=no
    : >"$said"
    (cd "$root" && exec "$venv/bin/python" -m worker >"$said" 2>&1 </dev/null) &
    pid=$!
    ! wait_until 120 grep -qE "$1" "$said" || found=yes
    kill "$pid"
    wait "$pid" 2>>"$log" || true
    [[ $found == yes ]] || fail "the worker did not say $1; see $said"
}

# Measures.

row() { printf '   %-48s %s\n' "$1" "$2"; }

summary() {
    printf '\n   %-48s %s\n' 'measured' "$(tool_version)"
    row 'RTO: restore of all, until mart answers' "$rto s (of which files: $restore_took s)"
    row 'RTO: restore to a moment, until mart answers' "$moment_rto s"
    row 'until all batches are promoted again' "$finished s"
    row 'RPO: lost before the crash' "$rpo s (at most archive_timeout, 60 s, and what is under way)"
    row 'RPO: at the moment' '0 s: every relation of mart as recorded'
    row 'full backup, incremental backup' "$full_took s, $incremental_took s"
    row 'database, repository with both backups and WAL' "$database_size, $repository_size"
    row 'the whole drill' "$(seconds_since "$began") s"
}
