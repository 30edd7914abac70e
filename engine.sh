#!/usr/bin/env bash
# ./engine.sh [redis.conf] [--port 6400 --save "" ...]
# Builds the server once, again when its sources changed, and becomes it: the pid and the signals are the server's own.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=$root/artifacts/engine
stamp=$output/.built

changed() {
    [[ ! -e $stamp ]] || [[ -n $(find "$root"/src/Engine.* "$root"/eng "$root"/Directory.* "$root/global.json" \
        -newer "$stamp" -print -quit) ]]
}

build() {
    # No build process may outlive this one: it would hold the pipes of whoever reads the server's output.
    local publish=(dotnet publish "$root/src/Engine.Cli" -c Release -o "$output" -v quiet --nologo
        -nodeReuse:false -p:UseSharedCompilation=false)
    # Precompiled code answers the first PING sooner; where its compiler cannot be had, the plain build serves as well.
    "${publish[@]}" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true ||
        { echo "engine.sh: no precompiled build, falling back to the plain one." >&2 && "${publish[@]}"; }
}

mkdir -p "$output"
if changed; then
    started=$(mktemp "$output/.building.XXXXXX")
    build >&2
    mv "$started" "$stamp"
fi

DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
export DOTNET_ROOT
exec "$output/engine-server" "$@"
