#!/usr/bin/env bash
# close-test-run.sh <log of dotnet test> <floor> <its exit code>
# Prints the closing line "N passed, N failed, N skipped". Fails when a test failed, when the run itself did, and when
# fewer tests ran than the floor: a runner that finds nothing to run is not a success.
set -euo pipefail
log=$1 floor=$2 status=$3

count() {
    # The last summary of the log; nothing at all when the runner broke off before it.
    sed -nE "s/^ *$1: ([0-9]+)\r?$/\1/p" "$log" | tail -n 1
}

passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if [[ -z $passed || -z $failed || -z $skipped ]]; then
    echo "The test run ended without a summary (exit code $status)." >&2
    exit 1
fi

# Without a redis-server the cases that need one are skipped, and that was announced; with one, a skipped test did
# not run.
ran=$((passed + failed))
if ! command -v redis-server >/dev/null; then ran=$((ran + skipped)); fi
if ((ran < floor)); then
    echo "Only $ran tests ran and eng/test-floor asks for $floor."
    status=1
fi
if ((failed > 0)); then status=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
