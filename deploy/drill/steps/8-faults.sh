# shellcheck shell=bash disable=SC2034,SC2154
# Damage the repository: each fault is found and named in one sentence

# fault WHAT FILE COMMAND...: does that to the file, checks, and puts the file back.
fault() {
    local what=$1 file=$2 said doctor
    shift 2
    as_server_user cp -a "$file" "$place/aside"
    "$@"
    ! said=$(tool_check) || fail "the check does not see $what: $said"
    expect "lines of the check" 1 "$(wc -l <<<"$said")"
    doctor=$(as_admin <<<"select d.status from ops.doctor() as d where d.check_name = 'backups'")
    expect "ops.doctor() about $what" warning "$doctor"
    as_server_user mv "$place/aside" "$file"
    note "$what:"
    note "  $said"
}
damage() { printf 'damaged' | as_server_user dd of="$(tool_file)" bs=1 seek=20000 conv=notrunc status=none; }
segment=$(tool_wal)
remove_segment() { as_server_user rm "$segment"; }

fault 'a damaged file' "$(tool_file)" damage
fault 'a missing WAL segment' "$segment" remove_segment
said=$(tool_check) || fail "the repository is whole again, but the check says: $said"
note "$said"
expect 'ops.doctor() about backups' ok "$(as_admin <<<"select d.status from ops.doctor() as d where d.check_name = 'backups'")"
expect 'ops.doctor() about archiving' ok "$(as_admin <<<"select d.status from ops.doctor() as d where d.check_name = 'archiving'")"
