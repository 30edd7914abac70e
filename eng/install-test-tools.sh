#!/usr/bin/env bash
# The tests compare the engine with a real Redis and its clients. Installs from the system's packages what is missing,
# where that is possible, and otherwise says what is skipped. PATTERNS_REQUIRE_REDIS=1 makes a missing server a failure.
set -euo pipefail

has_python_redis() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import redis' 2>/dev/null; then return 0; fi
    done
    return 1
}

find_missing() {
    missing=()
    command -v redis-server >/dev/null || missing+=(redis-server)
    command -v redis-cli >/dev/null || missing+=(redis-tools)
    has_python_redis || missing+=(python3-redis)
    command -v lua5.1 >/dev/null || missing+=(lua5.1)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
}

# The clients of Node.js in the versions that tests/Clients names, fetched again when those change.
install_node_clients() {
    local wanted=$root/tests/Clients kept=$root/artifacts/clients
    if ! command -v npm >/dev/null || cmp -s "$wanted/package-lock.json" "$kept/.installed"; then return; fi
    mkdir -p "$kept"
    cp "$wanted"/package*.json "$kept"
    if npm ci --prefix "$kept" --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error >&2; then
        cp "$wanted/package-lock.json" "$kept/.installed"
    else
        echo "npm could not install the clients of tests/Clients: their cases are SKIPPED." >&2
    fi
}

root=${BASH_SOURCE[0]%/*}/..
find_missing
if ((${#missing[@]} == 0)); then
    install_node_clients
    exit 0
fi

as_root=()
if [[ $(id -u) != 0 ]]; then as_root=(sudo -n); fi

if ! command -v apt-get >/dev/null; then
    reason="this system has no apt-get"
elif ! "${as_root[@]}" true 2>/dev/null; then
    reason="that needs root or a sudo without password"
else
    reason="apt-get could not install them"
    echo "Installing ${missing[*]} for the tests." >&2
    # Debian starts a server on port 6379 as it installs one, and asks this file whether it may; 101 says no.
    policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        trap '"${as_root[@]}" rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
    fi
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    install=("${apt[@]}" install -y --no-install-recommends "${missing[@]}")
    "${install[@]}" >&2 || { "${apt[@]}" update >&2 && "${install[@]}" >&2; } || true
    find_missing
fi
install_node_clients

for package in "${missing[@]}"; do
    case $package in
        redis-server) consequence="every comparison with a real Redis is SKIPPED" ;;
        redis-tools) consequence="the cases that drive redis-cli and redis-benchmark are SKIPPED" ;;
        lua5.1) consequence="the comparisons with PUC Lua are SKIPPED" ;;
        nodejs | npm) consequence="the cases of the clients of Node.js are SKIPPED" ;;
        python3-redis) consequence="the cases of the Python client are SKIPPED" ;;
    esac
    echo "$package is missing and $reason: $consequence." >&2
done
if [[ ${PATTERNS_REQUIRE_REDIS:-} == 1 && " ${missing[*]} " == *" redis-server "* ]]; then
    echo "PATTERNS_REQUIRE_REDIS=1 asks for redis-server: install it and run again." >&2
    exit 1
fi
