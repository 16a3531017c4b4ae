#!/usr/bin/env bash
# Installs what building, testing and running Daybook needs on Debian 12, and nothing else. Idempotent: says
# nothing and asks for no rights when everything is there.
set -euo pipefail

packages=(
    # tools
    ca-certificates ccache clang-format cmake g++ git ninja-build pkg-config
    # the application
    libboost-dev libexpected-dev libgit2-dev libmimalloc-dev libpg-query-dev libpq-dev libprotobuf-c-dev librdkafka-dev
    libssl-dev libyaml-cpp-dev nlohmann-json3-dev
    libqt6opengl6-dev libqt6sql6-sqlite qcoro-qt6-dev qt6-base-dev qt6-charts-dev qt6-declarative-dev
    qt6-l10n-tools qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qtkeychain-qt6-dev
    # the local warehouse, the tests and their oracles
    catch2 fonts-noto-cjk postgresql-15 postgresql-client-15 python3 python3-jinja2 xauth xvfb
)

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "These packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2
        echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
        exit 2
    }
    as_root=(sudo)
fi

echo "Installing ${#missing[@]} missing packages: ${missing[*]}"
# The package starts a cluster of its own on install; Daybook neither needs nor wants it.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
