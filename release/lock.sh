#!/usr/bin/env bash
# Pin, with hashes, what sayso runs on (requirements.lock, for every platform and Python from 3.11 on) and what a release
# is made with (tools.lock). Without words pins stay where they are and only what changed in pyproject.toml is resolved.
#
#     release/lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'release/lock.sh' "$@"
}
lock pyproject.toml --extra dask --extra ftm --extra postgres --output-file release/requirements.lock "${@:1}"
lock release/tools.in --output-file release/tools.lock "${@:1}"
