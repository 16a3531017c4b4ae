#!/usr/bin/env bash
# fetchpostgres.sh MAJOR: brings a PostgreSQL server of that major version (13 to 17) onto this machine, for tests,
# and prints the folder of its programs. Maven Central has whole servers as test artifacts; what was fetched is kept.
# Ends with 77 where it cannot be had, which ctest calls skipped.
set -euo pipefail

case ${1:-} in
    13) version=13.23.0 ;;
    14) version=14.17.0 ;;
    15) version=15.12.0 ;;
    16) version=16.8.0 ;;
    17) version=17.4.0 ;;
    *) echo "Usage: fetchpostgres.sh 13|14|15|16|17" >&2; exit 2 ;;
esac
group=io.zonky.test.postgres
artifact=embedded-postgres-binaries-linux-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64v8/')
# Readable by others, as the server will not run as root.
cache=${DAYBOOK_TEST_PG_CACHE:-/var/tmp/daybook-test-postgres-$(id -u)}
home=$cache/$version

skip() { echo "PostgreSQL $version cannot be fetched here: $1" >&2; exit 77; }

if [ ! -x "$home/bin/postgres" ]; then
    command -v mvn >/dev/null || skip "Maven (mvn) is not installed"
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch-XXXXXX")
    trap 'rm -rf -- "${work:?}"' EXIT
    mvn -q -B dependency:get "-Dartifact=$group:$artifact:$version" -Dtransitive=false >"$work/log" 2>&1 \
        && mvn -q -B dependency:copy "-Dartifact=$group:$artifact:$version" "-DoutputDirectory=$work" >>"$work/log" 2>&1 \
        || skip "$(head -1 "$work/log")"
    python3 - "$work/$artifact-$version.jar" "$work/server" <<'PYTHON'
import io, sys, tarfile, zipfile
jar = zipfile.ZipFile(sys.argv[1])
name = next(n for n in jar.namelist() if n.endswith(".txz"))
tarfile.open(fileobj=io.BytesIO(jar.read(name)), mode="r:xz").extractall(sys.argv[2])
PYTHON
    chmod -R a+rX "$work/server"
    mv -T "$work/server" "$home" 2>/dev/null || [ -x "$home/bin/postgres" ] # another one was faster
    chmod a+rx "$cache"
fi
echo "$home/bin"
