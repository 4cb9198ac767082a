# shellcheck shell=bash disable=SC2034,SC2154
# The drill's tool: pgBackRest with the configuration and the command of deploy/pgbackrest.

tool_version() { pgbackrest version; }

tool_install() {
    export PGBACKREST_CONFIG=$place/pgbackrest/pgbackrest.conf PGBACKREST_CONFIG_INCLUDE_PATH=$place/pgbackrest/conf.d
    as_server_user mkdir -p "$place/pgbackrest/conf.d" "$place/repository" "$place/spool" "$place/lock" "$place/log"
    install -m 644 "$root/deploy/pgbackrest/pgbackrest.conf" "$PGBACKREST_CONFIG"
    install -m 755 "$root/deploy/pgbackrest/asinmart-backup" "$place/pgbackrest/asinmart-backup"
    repository_key=$(openssl rand -base64 48)
}

tool_environment() {
    printf "PGBACKREST_CONFIG = '%s'\nPGBACKREST_CONFIG_INCLUDE_PATH = '%s'\n" "$PGBACKREST_CONFIG" "$PGBACKREST_CONFIG_INCLUDE_PATH"
}

tool_settings() { cat "$root/deploy/pgbackrest/archive.conf"; }

tool_use() {
    (umask 077 && as_server_user tee "$PGBACKREST_CONFIG_INCLUDE_PATH/asinmart.conf" >/dev/null) <<CONF
[global]
repo1-cipher-pass=$repository_key
repo1-path=$place/repository
log-path=$place/log
spool-path=$place/spool
lock-path=$place/lock
[asinmart]
pg1-path=$data
pg1-port=$postgres_port
pg1-socket-path=$(socket_directory)
CONF
}

backrest() { logged "$log" as_server_user pgbackrest --stanza=asinmart "$@"; }

tool_begin() { backrest stanza-create; }

backup_command() {
    PGHOST=127.0.0.1 PGUSER=$(server_user) PGPASSWORD=$ASINMART_SUPERUSER_PASSWORD as_server_user "$place/pgbackrest/asinmart-backup" "$1"
}

tool_backup() {
    local kind=$1
    [[ $kind == full ]] || kind=incr
    backup_command "$kind" || fail "$kind backup failed"
}

tool_restore() {
    local target=()
    [[ ! ${1:-} ]] || target=(--type=time "--target=$1" --target-action=promote)
    backrest --archive-mode=off "${target[@]}" restore
}

tool_check() { backup_command check; }

tool_repository() { printf '%s' "$place/repository"; }

tool_file() {
    local backup
    backup=$(find "$place/repository/backup/asinmart" -maxdepth 1 -name '*F' | sort | tail -n 1)
    find "$backup/bundle" -type f -size +64k | sort | head -n 1
}

# The last but one of the archive.
tool_wal() { find "$place/repository/archive/asinmart" -name '*.zst' | sort | tail -n 2 | head -n 1; }
