# shellcheck shell=bash disable=SC2034,SC2154
# Claim the copy, send all batches again, let the schedule finish the rest
since=$(now)
sql -c 'alter system reset archive_mode'
stop_server
rm "$settings/conf.d/copy.conf"
start_server
as_admin -v instance="$ASINMART_INSTANCE_ID" <<<"select ops.claim_instance(:'instance')" >>"$log"

load a
load b
load c
expect 'status of batch C' LANDED "$(column c status)"
is_promoted() { [[ $(column c status) == SUCCESS ]]; }
wait_until 180 is_promoted || fail "the schedule did not promote batch C; it is $(column c status)"
describe c
((($(column c duplicate_count)) > 0)) || fail 'batch C has no duplicates, although it repeats batch B'
expect 'batches' 3 "$(sql -c 'select count(*) from core.ingest_runs')"
by_hand="select count(*) from ops.job_runs where triggered_by = 'manual' and started_at > '$moment_b'"
expect 'jobs that were run by hand' 0 "$(sql -c "$by_hand")"
sql -c 'select ops.refresh_benchmarks()' -o /dev/null
compare_checksums final facts 'after batch C'
finished=$(seconds_since "$since")

try_worker '"task_failed"'
note 'the worker takes the messages up'
note "$(tool_backup full)"
note "$(tool_check)"
