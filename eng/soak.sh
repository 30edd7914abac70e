#!/usr/bin/env bash
# The long forms of the tests that have one (trait Category=Soak): the same cases, with the large iteration counts that
# Soak.Iterations gives when PATTERNS_SOAK=1: ./eng/soak.sh [--filter-class '*Name*']
# or a part of them: PATTERNS_SOAK=0.1 ./eng/soak.sh
# Durability: 200 rounds of SIGKILL for each policy (KillTests), 200,000 mutated snapshots and 100,000 mutated logs
# (SnapshotDamageTests, LogTests).
set -euo pipefail
export PATTERNS_SOAK="${PATTERNS_SOAK:-1}"
exec "$(dirname "${BASH_SOURCE[0]}")/../test.sh" --filter-trait Category=Soak "$@"
