#!/bin/sh
# Makes the environment that the benchmarks' Python references run in: bench/reference/.venv, or the folder named by $1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-"$here/.venv"}
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
echo "$venv/bin/python"
