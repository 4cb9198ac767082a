# shellcheck shell=bash disable=SC2034,SC2154
# Restore everything that was archived, then once more to the moment between B and C
make_copy latest
since=$(now)
tool_restore
restore_took=$(seconds_since "$since")
start_copy
compare_checksums final whole 'after batch C'
rto=$(seconds_since "$since")
rpo=$(seconds_between "$(sql -c 'select extract(epoch from pg_last_xact_replay_timestamp())')" "$last_change")
note "read $rto s after the restore began; the last $rpo s before the crash are lost"
stop_server

make_copy moment
since=$(now)
tool_restore "$moment_b"
start_copy
compare_checksums b whole "at $moment_b"
moment_rto=$(seconds_since "$since")
expect 'batch C' '' "$(column c status)"

PGHOST=127.0.0.1 PGUSER=$(server_user) PGPASSWORD=$ASINMART_SUPERUSER_PASSWORD logged "$log" \
    "/usr/lib/postgresql/$major/bin/pg_amcheck" --install-missing --heapallindexed --jobs 2 asinmart
sql -c 'drop extension amcheck'
note 'pg_amcheck finds every table and index whole'

# A worker with the original's name finds that this is a copy, and leaves the messages alone.
try_worker '"worker_idle"'
note "the worker is idle: $(sed -nE 's/.*"reason": ?"([^"]*)".*/\1/p' "$state/log/drill-worker.log" | head -n 1)"
expect 'messages that wait' "$queued" "$(sql -c "select count(*) from core.notifications where status = 'pending'")"
expect 'messages that were tried' 0 "$(sql -c 'select count(*) from ops.task_executions where attempts > 0')"
schedulers="select count(*) from pg_stat_activity where application_name ilike 'pg_cron%' or backend_type ilike 'pg_cron%'"
expect 'schedulers' 0 "$(sql -c "$schedulers")"
expect 'jobs that ran' 0 "$(sql -c "select count(*) from ops.job_runs where started_at > '$moment_b'")"
note "$queued messages still wait; no scheduler, no job since the moment"
