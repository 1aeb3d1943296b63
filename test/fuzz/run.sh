#!/bin/sh
# Runs the fuzz suite with Schemathesis, which it puts into a folder of its own when the machine has none. Needs python3.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "${SCHEMATHESIS:-}" ] && ! command -v schemathesis >/dev/null 2>&1; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
  SCHEMATHESIS="$work/venv/bin/schemathesis"
  export SCHEMATHESIS
fi
node --import tsx test/run.ts fuzz
