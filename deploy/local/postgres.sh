# shellcheck shell=bash disable=SC2034,SC2154
# The checkout's own Postgres server, made and run with Debian's cluster tools. Other clusters stay as they are.

# Postgres refuses to run as root. For root, the server belongs to the system's postgres user.
server_user() { if ((EUID == 0)); then printf postgres; else id -un; fi; }

as_server_user() {
    if ((EUID == 0)); then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# The server's directory must be reachable for its user: postgres cannot enter a checkout under /root.
prepare_server_directory() {
    if [[ ! -d $server ]]; then
        if ((EUID == 0)) && ! as_server_user test -x "$state"; then
            local elsewhere=/var/lib/postgresql/$name
            install -d -o postgres -g postgres "$elsewhere"
            ln -sfn "$elsewhere" "$server"
        elif ((EUID == 0)); then
            install -d -o postgres -g postgres "$server"
        else
            mkdir "$server"
        fi
    fi
    use_cluster
}

# Debian's cluster tools look for clusters only in this folder.
use_cluster() {
    PG_CLUSTER_CONF_ROOT=$(readlink -f "$server")/config
    export PG_CLUSTER_CONF_ROOT
}

postgres_running() { [[ -d $server/config ]] && pg_ctlcluster "$major" "$name" status >/dev/null 2>&1; }

megabytes_of_memory() { awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo; }

write_server_settings() {
    local memory shared
    memory=$(megabytes_of_memory)
    shared=$((memory / 8))
    shared=$((shared < 64 ? 64 : shared > 1024 ? 1024 : shared))
    {
        cat "$root/deploy/postgresql.conf"
        printf "cron.database_name = '%s'\n" "$cron_database"
        printf "listen_addresses = '127.0.0.1'\ncluster_name = '%s'\n" "$name"
        printf "shared_buffers = '%sMB'\neffective_cache_size = '%sMB'\n" "$shared" $((memory / 2))
        printf "work_mem = '%sMB'\nmaintenance_work_mem = '%sMB'\n" $((shared / 16)) $((shared / 2))
        [[ ! -f $root/deploy/local/$1.conf ]] || cat "$root/deploy/local/$1.conf"
        [[ ! ${ZONE:-} ]] || printf "timezone = '%s'\n" "$ZONE"
        [[ ${CRON:-} != libpq ]] || printf "%s\n" 'cron.use_background_workers = off' "cron.host = '/var/run/postgresql'"
    } >"$PG_CLUSTER_CONF_ROOT/$major/$name/conf.d/asinmart.conf"
    [[ ${CRON:-} != libpq ]] || admit_cron
    pg_conftool "$major" "$name" set port "$postgres_port"
}

# Lets pg_cron, which runs as the server's user, connect over the socket as the owner of the jobs.
admit_cron() {
    local directory=$PG_CLUSTER_CONF_ROOT/$major/$name rule="local $cron_database asinmart_owner peer map=cron"
    grep -qxF "$rule" "$directory/pg_hba.conf" || sed -i "1i $rule" "$directory/pg_hba.conf"
    printf 'cron %s asinmart_owner\n' "$(server_user)" >"$directory/pg_ident.conf"
}

# start_postgres up|test|bench
start_postgres() {
    prepare_server_directory
    postgres_running || start_stopped_postgres "$1"
    as_superuser <<'SQL'
\getenv password ASINMART_SUPERUSER_PASSWORD
alter role current_user password :'password';
SQL
}

start_stopped_postgres() {
    local log=$state/log/postgres-start.log directory
    directory=$(readlink -f "$server")
    postgres_port=$(free_port postgres "$postgres_port")
    if [[ ! -e $directory/complete ]]; then
        say postgres "creating this checkout's server, version $major, port $postgres_port"
        rm -rf "${directory:?}"/*
        install -d "$PG_CLUSTER_CONF_ROOT"
        logged "$log" pg_createcluster --createclusterconf="$root/deploy/local/createcluster.conf" \
            --port "$postgres_port" --encoding UTF8 --locale C.UTF-8 --lc-collate C --no-status \
            -d "$directory/data" -l "$directory/postgres.log" "$major" "$name"
        touch "$directory/complete"
    else
        say postgres "starting on port $postgres_port"
    fi
    ln -sfn "$directory/postgres.log" "$state/log/postgres.log"
    write_server_settings "$1"
    logged "$log" pg_ctlcluster "$major" "$name" start
}

# Runs the SQL of standard input. Over the socket the server's own user needs no password.
as_superuser() {
    local log=$state/log/postgres-start.log
    PGCLUSTER=$major/$name as_server_user psql -Xq -d postgres -v ON_ERROR_STOP=1 >>"$log" 2>&1 ||
        fail "the server refuses its own user: $(tail -n 1 "$log")"
}

stop_postgres() {
    [[ -d $server/config ]] || return 0
    major=$(postgres_major)
    use_cluster
    if postgres_running; then
        logged "$state/log/postgres-start.log" pg_ctlcluster "$major" "$name" stop --mode fast
        say postgres stopped
    fi
}

forget_postgres() {
    [[ -e $server ]] || return 0
    rm -rf "$(readlink -f "$server")" "$server"
}

# run_migrate: deploy/migrate, with this server's address and passwords.
run_migrate() {
    PATH=$venv/bin:$PATH PGHOST=127.0.0.1 PGPORT=$postgres_port PGUSER=$(server_user) \
        PGPASSWORD=$ASINMART_SUPERUSER_PASSWORD logged "$state/log/migrate.log" "$root/deploy/migrate"
}
