#!/bin/sh
# Makes the environments that the benchmarks' references run in: bench/reference/.venv, or the folder named by $1, for Python,
# and bench/reference/node_modules for packages that the product must never depend on. R's prophet (r-cran-prophet in Debian)
# is installed by hand.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-"$here/.venv"}
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
npm install --prefix "$here" --no-save --no-package-lock --no-audit --no-fund --silent \
  @bsull/augurs@0.10.2 @bsull/augurs-prophet-wasmstan@0.2.0
echo "$venv/bin/python"
