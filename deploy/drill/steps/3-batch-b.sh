# shellcheck shell=bash disable=SC2034,SC2154
# Load batch B, remember the moment
load b --wait
describe b
record_checksums b
moment_b=$moment
queued=$(sql -c "select count(*) from core.notifications where status = 'pending'")
((queued > 0)) || fail 'batch B queued no message, so the drill could not show that the copy sends none'
note "$(wc -l <"$state/b.checksums") relations of mart recorded at $moment_b; $queued messages wait for the worker"
