#!/usr/bin/env bash
# ./engine.sh [redis.conf] [--port 6400 --save "" ...]
# Builds the server once, again when its sources changed, and becomes it: the pid and the signals are the server's own.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
output=$root/artifacts/engine
# Written after a build: where its runtime is.
stamp=$output/.built

changed() {
    local sources=("$root"/src/Engine.* "$root/eng" "$root"/Directory.* "$root/global.json" "$root/engine.sh")
    [[ ! -e $stamp || -n $(find "${sources[@]}" -newer "$stamp" -print -quit) ]]
}

build() {
    # No build process may outlive this one: it would hold the pipes of whoever reads the server's output.
    local publish=(dotnet publish "$root/src/Engine.Cli" -c Release -o "$output" -v quiet --nologo
        -nodeReuse:false -p:UseSharedCompilation=false)
    # Precompiled code answers the first PING sooner; where its compiler cannot be had, the plain build serves as well.
    "${publish[@]}" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true ||
        { echo "engine.sh: no precompiled build, falling back to the plain one." >&2 && "${publish[@]}"; }
}

if changed; then
    mkdir -p "$output"
    # Dated before the build, so that a change during it is not missed.
    started=$(mktemp "$output/.building.XXXXXX")
    build >&2
    runtime=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
    echo "$runtime" >"$stamp"
    touch -r "$started" "$stamp"
    rm "$started"
fi

read -r DOTNET_ROOT <"$stamp"
export DOTNET_ROOT
exec "$output/engine-server" "$@"
