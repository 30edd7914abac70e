#!/usr/bin/env bash
# ./bench.sh <name> [options]: runs one program of benchmarks/ in Release; ./bench.sh alone lists the names.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# benchmarks/Engine.Benchmarks is "engine", benchmarks/Patterns.Caching.Benchmarks is "caching", and
# benchmarks/Engine.Durability.Benchmarks is "durability".
for project in "$root"/benchmarks/*.Benchmarks; do
    name=$(basename "$project" .Benchmarks | tr '[:upper:]' '[:lower:]')
    name=${name##*.}
    names+=("$name")
    if [[ ${1:-} == "$name" ]]; then
        shift
        cd "$root"
        exec dotnet run --project "$project" -c Release -- "$@"
    fi
done
echo "usage: ./bench.sh <name> [options], where <name> is one of: ${names[*]}" >&2
exit 2
