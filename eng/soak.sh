#!/usr/bin/env bash
# The long forms of the tests that have one (trait Category=Soak): the same cases, with the large iteration counts that
# Soak.Iterations gives when PATTERNS_SOAK=1. ./eng/soak.sh [--filter-class '*Name*']
set -euo pipefail
export PATTERNS_SOAK=1
exec "$(dirname "${BASH_SOURCE[0]}")/../test.sh" --filter-trait Category=Soak "$@"
