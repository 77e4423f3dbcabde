#!/bin/sh
# Serve the demo on this machine until Ctrl-C. Usage: run.sh PORT
set -eu

cd "$(dirname "$0")/.."
port=$1
: "${BELISHA_DATA_DIR:=$PWD/data}" "${BELISHA_DEMO:=1}" "${BELISHA_BASE_URL:=http://127.0.0.1:$port}"
export BELISHA_DATA_DIR BELISHA_DEMO BELISHA_BASE_URL

.venv/bin/belisha demo --if-empty
# The server takes this script's place, so that Ctrl-C reaches it once and nothing waits in between.
exec .venv/bin/belisha serve --port "$port"
