# shellcheck shell=bash disable=SC2034,SC2154
# Wait until later changes are archived too, kill the server, delete its files
change=$(sql -c "select pg_walfile_name(pg_logical_emit_message(true, 'drill', 'after the backup'))")
is_archived() { [[ $(sql -c "select last_archived_wal >= '$change' from pg_stat_archiver") == t ]]; }
wait_until 180 is_archived || fail "WAL $change was not archived, although archive_timeout has passed"
last_change=$(sql -o /dev/null -c "select pg_logical_emit_message(true, 'drill', 'the last change')" && now)
crash_server
as_server_user find "$data" -mindepth 1 -delete
note 'what it had not archived by then is lost'
