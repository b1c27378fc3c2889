#!/bin/sh
# Makes the environment of the references that are Python: versions pinned, in a folder of its own beside this script.
set -eu
cd "$(dirname "$0")"
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
.venv/bin/python -c 'import numpy, scipy; print(f"reference: SciPy {scipy.__version__}, NumPy {numpy.__version__}")'
