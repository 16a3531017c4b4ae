#!/usr/bin/env bash
# onkafka.sh PROGRAM [ARGUMENTS]: runs the cases of a suite that want a real broker. Only where DAYBOOK_TEST_KAFKA is set; else, and
# where a broker cannot be had, it says so and ends with 77, which ctest calls skipped.
set -euo pipefail

[ -n "${DAYBOOK_TEST_KAFKA:-}" ] || { echo "Skipped: DAYBOOK_TEST_KAFKA is not set"; exit 77; }
DAYBOOK_TEST_KAFKA_JARS=$("$(dirname "$0")/fetchkafka.sh") || exit 77
export DAYBOOK_TEST_KAFKA_JARS
echo "Kafka in $DAYBOOK_TEST_KAFKA_JARS"
program=$1
shift
"$program" "[kafka]" "$@"
