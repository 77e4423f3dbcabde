#!/bin/sh
# Write the lock files again. They hold hashes and no address of any registry, so that each team
# can install from the mirror that its own pip is set up for.
set -eu

cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || uv=$(command -v uv) || {
    echo "The lock files are made by uv, which is not installed. Do: .venv/bin/pip install uv" >&2
    exit 1
}

compile() {
    "$uv" pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links "$@"
}

compile pyproject.toml --extra postgres --extra stats --extra video --output-file requirements.lock
compile pyproject.toml --extra postgres --extra stats --extra video --extra dev --constraint requirements.lock \
    --output-file requirements-dev.lock
compile pyproject.toml --extra postgres --extra stats --extra video --extra dev --extra bench --constraint requirements-dev.lock \
    --output-file requirements-bench.lock
printf 'setuptools>=78\nwheel\n' | compile --no-annotate - --output-file requirements-build.lock
# What compiles the native core, in an environment of its own and only where a C++ compiler is. cmake and ninja
# come as wheels, so that the machine needs neither.
printf 'cmake>=4\nnanobind>=3.1\nninja>=1.11\nscikit-build-core>=1.1\n' |
    compile --no-annotate --constraint requirements-build.lock - --output-file requirements-native.lock
# threatexchange asks for faiss and for two packages that must be compiled; its clients import none of them. So it
# is installed without its dependencies, and those that are imported are named here.
unused=$(mktemp)
trap 'rm -f "$unused"' EXIT
for name in faiss-cpu numpy packaging pdqhash pillow python-dateutil types-python-dateutil weighted-levenshtein; do
    echo "$name; python_version < '3'"
done >"$unused"
printf 'threatexchange~=1.2\n' | compile --no-annotate --constraint requirements-dev.lock --overrides "$unused" - \
    --output-file requirements-exchange.lock
