# shellcheck shell=bash disable=SC2034,SC2154
# Load batch C, make an incremental backup
load c --wait
describe c
for try in 1 2 3; do
    sql -c 'select ops.refresh_benchmarks()' -o /dev/null
    record_checksums final
    since=$(now)
    note "$(tool_backup incremental)"
    incremental_took=$(seconds_since "$since")
    # A job may have changed mart meanwhile.
    ! same_checksums final || break
    ((try < 3)) || fail 'mart changes all the time'
done
database_size=$(size_of "$data")
repository_size=$(size_of "$(tool_repository)")
