#!/bin/sh
# Serve the demo on this machine until Ctrl-C. Usage: run.sh PORT
set -eu

cd "$(dirname "$0")/.."
port=$1
: "${BELISHA_DATA_DIR:=$PWD/data}" "${BELISHA_DEMO:=1}" "${BELISHA_BASE_URL:=http://127.0.0.1:$port}"
export BELISHA_DATA_DIR BELISHA_DEMO BELISHA_BASE_URL

# Ctrl-C is how one stops it, so it is no failure: the server ends in its own time, and so does this script.
trap 'stopped=1' INT TERM
stopped=
.venv/bin/belisha demo --if-empty || { [ -n "$stopped" ] && exit 0; exit 1; }
.venv/bin/belisha serve --port "$port" &
server=$!
trap 'stopped=1; kill -TERM $server 2>/dev/null' INT TERM
status=0
wait $server || status=$?
# An interrupted wait returns before the server has ended.
if [ -n "$stopped" ]; then
    wait $server 2>/dev/null || :
    exit 0
fi
exit $status
