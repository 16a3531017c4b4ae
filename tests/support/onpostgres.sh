#!/usr/bin/env bash
# onpostgres.sh MAJOR PROGRAMS SUITE...: runs suites against a PostgreSQL of that major version.
# Only where DAYBOOK_TEST_VERSIONS names it ("13 14 16 17", or "all"); else, and where that server cannot be had, it says
# so and ends with 77, which ctest calls skipped.
set -euo pipefail

major=$1 programs=$2
shift 2
case " ${DAYBOOK_TEST_VERSIONS:-} " in
    *" $major "* | *" all "*) ;;
    *) echo "Skipped: DAYBOOK_TEST_VERSIONS does not name PostgreSQL $major"; exit 77 ;;
esac
DAYBOOK_TEST_PG_BIN=$("$(dirname "$0")/fetchpostgres.sh" "$major") || exit 77
export DAYBOOK_TEST_PG_BIN
echo "$("$DAYBOOK_TEST_PG_BIN/postgres" --version) in $DAYBOOK_TEST_PG_BIN"
for suite in "$@"; do
    echo "== $suite"
    "$programs/test_$suite"
done
