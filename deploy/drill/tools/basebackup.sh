# shellcheck shell=bash disable=SC2034,SC2154
# The drill's tool: pg_basebackup, and an archive_command that copies. PostgreSQL has no more; it neither compresses nor expires.

programs() { printf '/usr/lib/postgresql/%s/bin' "$major"; }

tool_version() { "$(programs)/pg_basebackup" --version; }

tool_install() { as_server_user mkdir -p "$place/repository/wal" "$place/repository/base"; }

tool_environment() { :; }

tool_settings() {
    printf "archive_mode = on\narchive_timeout = '60s'\n"
    printf "archive_command = 'test ! -f %s/%%f && cp %%p %s/%%f'\n" "$place/repository/wal" "$place/repository/wal"
}

tool_use() { :; }

tool_begin() { :; }

# Before version 17 there are no incremental ones. The name has the second in which it ended.
tool_backup() {
    local made=$place/repository/base/making
    PGPASSWORD=$ASINMART_SUPERUSER_PASSWORD logged "$log" as_server_user "$(programs)/pg_basebackup" \
        -h 127.0.0.1 -U "$(server_user)" -D "$made" --wal-method none --checkpoint fast --manifest-checksums SHA256
    as_server_user mv "$made" "$place/repository/base/$(sql -c 'select ceil(extract(epoch from clock_timestamp()))::bigint')"
    record_bases backup ''
    note_base
}

note_base() { printf 'ok: backup %s is complete.\n' "$(newest_base)"; }

# newest_base [SECOND]: the last that ended by then.
newest_base() {
    find "$place/repository/base" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | awk -v limit="${1:-9e9}" '$1 <= limit' | tail -n 1
}

tool_restore() {
    local base
    base=$(newest_base "${1:+$(date -d "$1" +%s)}")
    [[ $base ]] || fail "no backup ended before ${1:-now}"
    as_server_user cp -a "$place/repository/base/$base/." "$data"
    {
        printf "archive_mode = off\nrestore_command = 'cp %s/%%f %%p'\n" "$place/repository/wal"
        [[ ! ${1:-} ]] || printf "recovery_target_time = '%s'\nrecovery_target_action = promote\n" "$1"
    } | as_server_user tee -a "$data/postgresql.auto.conf" >/dev/null
    as_server_user touch "$data/recovery.signal"
}

tool_check() {
    local fault
    fault=$(base_fault)
    [[ $fault ]] || fault=$(wal_fault)
    record_bases check "$fault"
    if [[ $fault ]]; then
        printf 'error: %s.\n' "$fault"
        return 1
    fi
    printf 'ok: the backups are whole, and no WAL is missing.\n'
}

base_fault() {
    local base said
    for base in "$place"/repository/base/*; do
        said=$(as_server_user "$(programs)/pg_verifybackup" --no-parse-wal "$base" 2>&1) && continue
        printf 'backup %s cannot be restored: %s' "${base##*/}" "$(sed -n '1s/^[^:]*: error: //p' <<<"$said")"
        return
    done
}

# The segments of a timeline have consecutive numbers; a gap between two of them is missing.
wal_fault() {
    local segment number last='' last_number=0
    sql -c 'select pg_switch_wal()' >>"$log"
    while read -r segment; do
        number=$((16#${segment:8:8} * 256 + 16#${segment:16:8}))
        if [[ ${segment:0:8} == "${last:0:8}" ]] && ((number != last_number + 1)); then
            printf 'WAL is missing between %s and %s: no moment after it can be restored from an older backup' "$last" "$segment"
            return
        fi
        last=$segment last_number=$number
    done < <(find "$place/repository/wal" -type f -printf '%f\n' | grep -E '^[0-9A-F]{24}$' | sort)
}

record_bases() {
    sql -v action="$1" -v fault="$2" -v bases="$(find "$place/repository/base" -mindepth 1 -maxdepth 1 -printf '%f ')" <<'SQL' >/dev/null
select ops.record_backups('basebackup', :'action', :'fault', (
    select jsonb_agg(jsonb_build_object(
        'label', b, 'kind', 'full', 'started_at', to_timestamp(b::bigint), 'finished_at', to_timestamp(b::bigint)
    ))
    from unnest(string_to_array(trim(:'bases'), ' ')) as b
));
SQL
}

tool_repository() { printf '%s' "$place/repository"; }

tool_file() { find "$place/repository/base/$(newest_base)/base" -type f -size +64k | sort | tail -n 1; }

tool_wal() { find "$place/repository/wal" -type f -printf '%p\n' | grep -E '/[0-9A-F]{24}$' | sort | tail -n 2 | head -n 1; }
