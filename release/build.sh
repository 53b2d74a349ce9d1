#!/usr/bin/env bash
# Build a release into a folder and prove it: wheel and sdist, the wheel tested where no source tree is, with the pinned
# dependencies alone; a list of all that was installed (SBOM, CycloneDX); known vulnerabilities.
#
#     release/build.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-dist}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

echo "== wheel and sdist"
python3 -m venv "$place/tools"
"$place/tools/bin/pip" install --quiet --require-hashes -r release/tools.lock
"$place/tools/bin/python" -m build --no-isolation --outdir "$out" > "$place/build.log" || {
    cat "$place/build.log"
    exit 1
}

echo "== the wheel, alone"
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --require-hashes -r release/requirements.lock
"$place/venv/bin/pip" install --quiet --no-deps --no-index "$out"/sayso-*.whl
cp release/smoke.py "$place"
(cd "$place" && "$place/venv/bin/python" -I smoke.py)

echo "== SBOM"
"$place/tools/bin/cyclonedx-py" environment "$place/venv/bin/python" --pyproject pyproject.toml --mc-type application \
    --gather-license-texts --output-reproducible --validate -o "$out/sayso.cdx.json"

echo "== known vulnerabilities"
"$place/tools/bin/pip-audit" --strict --require-hashes --disable-pip -r release/requirements.lock
