#!/usr/bin/env bash
# Builds the solution once and runs every test. Arguments go to the runner: ./test.sh --filter-class '*Layering*'
# The last line is "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

eng/install-test-tools.sh

dotnet build Patterns.sln -v quiet

log=artifacts/test.log
# A part of the tests may leave whole projects without one (exit code 8); all of them may not.
if (($# > 0)); then set -- --ignore-exit-code 8 "$@"; fi
status=0
dotnet test --solution Patterns.sln --no-build --no-progress "$@" 2>&1 | tee "$log" || status=$?

floor=$(if (($# > 0)); then echo 1; else cat eng/test-floor; fi)
eng/close-test-run.sh "$log" "$floor" "$status"
