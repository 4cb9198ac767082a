# shellcheck shell=bash disable=SC2034,SC2154
# Load batch A, make a full backup
load a --wait
describe a
since=$(now)
note "$(tool_backup full)"
full_took=$(seconds_since "$since")
