#!/usr/bin/env bash
# fetchkafka.sh: brings a Kafka broker and its Java clients (4.0.0, 40 MB of jars from Maven Central) onto this machine,
# for tests, and prints the folder of the jars. What was fetched is kept. Ends with 77 where it cannot be had, which ctest
# calls skipped.
set -euo pipefail

version=4.0.0
here=$(cd "$(dirname "$0")" && pwd)
cache=${DAYBOOK_TEST_KAFKA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/daybook-test-kafka}
sources=$(cat "$here"/kafka/* | sha256sum | cut -c1-12)
home=$cache/$version-$sources

skip() { echo "Kafka $version cannot be fetched here: $1" >&2; exit 77; }

if [ ! -e "$home/Reader.class" ]; then
    command -v java >/dev/null || skip "Java (java) is not installed"
    command -v javac >/dev/null || skip "a Java compiler (javac) is not installed"
    command -v mvn >/dev/null || skip "Maven (mvn) is not installed"
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch-XXXXXX")
    trap 'rm -rf -- "${work:?}"' EXIT
    mvn -q -B -f "$here/kafka/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$work/lib" >"$work/log" 2>&1 \
        || skip "$(head -1 "$work/log")"
    javac -cp "$work/lib/*" -d "$work/lib" "$here"/kafka/*.java
    mv -T "$work/lib" "$home" 2>/dev/null || [ -e "$home/Reader.class" ] # another one was faster
fi
echo "$home"
