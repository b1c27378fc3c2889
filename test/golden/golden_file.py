"""Writes a golden file beside the generator that calls it: one case per line, non-finite numbers as strings."""

import importlib.metadata
import json
import math
import pathlib
import platform


def _plain(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def write_golden(script, packages, cases, other_versions=None):
    """script: the caller's __file__; packages: names whose versions are recorded; other_versions: of what is no package."""
    path = pathlib.Path(script)
    versions = {"python": platform.python_version()}
    versions.update({name: importlib.metadata.version(name) for name in packages})
    versions.update(other_versions or {})
    lines = ",\n".join(json.dumps(_plain(case), allow_nan=False) for case in cases)
    head = json.dumps({"generator": path.name, "versions": versions})[:-1]
    path.with_suffix(".json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
    print(f"{path.name}: {len(cases)} cases")
