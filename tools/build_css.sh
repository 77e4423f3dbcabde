#!/bin/sh
# Build belisha/web/static/belisha/belisha.css from belisha/web/styles/.
# Needs node and npm. They work in a directory of their own outside the repository, so that no
# package.json, lock file or node_modules comes in here: only the built file is committed.
# Usage: tools/build_css.sh [directory for the packages, kept between runs]
set -eu

GOVUK_FRONTEND=6.6.0
SASS=1
root=$(cd "$(dirname "$0")/.." && pwd)
packages=${1:-"${TMPDIR:-/tmp}/belisha-css"}

mkdir -p "$packages"
if [ ! -d "$packages/node_modules/govuk-frontend" ] || [ ! -d "$packages/node_modules/sass" ]; then
    npm install --silent --no-audit --no-fund --no-package-lock --prefix "$packages" \
        "govuk-frontend@$GOVUK_FRONTEND" "sass@$SASS"
fi
"$packages/node_modules/.bin/sass" --no-source-map --style=compressed --quiet-deps \
    --load-path="$packages/node_modules" \
    "$root/belisha/web/styles/belisha.scss" "$root/belisha/web/static/belisha/belisha.css"
wc -c "$root/belisha/web/static/belisha/belisha.css"
