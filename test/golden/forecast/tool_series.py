"""Series of the goldens of decompositions, tests and change points: real ones by path, the notebook's y, and planted ones."""
import csv
import gzip
import json
import math
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import numpy as np
from golden_file import write_golden

DATA = pathlib.Path(os.environ.get("TIDEMARK_TEST_DATA", ROOT / "../shared/data"))


def uniforms(seed, n):
    state, found = seed, []
    for _ in range(n):
        state = (1664525 * state + 1013904223) % 2**32
        found.append(state / 2**32)
    return found


def notebook_y():
    u = uniforms(5, 280)
    z = [math.sqrt(-2 * math.log(1 - u[2 * i])) * math.cos(2 * math.pi * u[2 * i + 1]) for i in range(140)]
    return [100 + 0.2 * t + 5 * [0, 1, 2, 1, 0, -2, -2][t % 7] + 2 * z[t] for t in range(140)]


def r_base(name, column="value"):
    with open(DATA / "r_base" / f"{name}.csv") as file:
        return [float(row[column]) for row in csv.DictReader(file)]


def m4_hourly(wanted):
    with gzip.open(DATA / "m4_hourly" / "Hourly-train.csv.gz", "rt") as file:
        for row in csv.reader(file):
            if row[0] == wanted:
                return [float(value) for value in row[1:] if value != ""]
    raise KeyError(wanted)


def tcpd(name):
    found = json.loads((DATA / "tcpd" / "datasets" / f"{name}.json").read_text())
    return [float(value) for value in found["series"][0]["raw"]]


def planted(steps, seed, noise=1.0, slopes=None):
    rng = np.random.default_rng(seed)
    levels = []
    for level, length in steps:
        levels += [level] * length
    values = np.array(levels, dtype=float)
    if slopes is not None:
        values += np.concatenate([slope * np.arange(length) for (_, length), slope in zip(steps, slopes)])
    return [float(x) for x in np.round(values + noise * rng.normal(size=len(values)), 4)]


def series():
    return {
        "notebook y": (notebook_y(), [7]),
        "AirPassengers": (r_base("AirPassengers"), [12]),
        "nottem": (r_base("nottem"), [12]),
        "USAccDeaths": (r_base("USAccDeaths"), [12]),
        "UKgas": (r_base("UKgas"), [4]),
        "Nile": (r_base("Nile"), []),
        "WWWusage": (r_base("WWWusage"), []),
        "lynx": (r_base("lynx"), []),
        "LakeHuron": (r_base("LakeHuron"), []),
        "drivers": (r_base("Seatbelts", "drivers"), [12]),
        "M4 H1": (m4_hourly("H1"), [24, 168]),
        "M4 H400": (m4_hourly("H400"), [24, 168]),
        "levels": (planted([(10, 60), (14, 40), (9, 80)], 1), []),
        "spreads": (planted([(0, 70)], 2) + planted([(0, 50)], 3, 4.0) + planted([(3, 60)], 4, 0.5), []),
        "slopes": (planted([(0, 60), (12, 50), (2, 70)], 5, 1.0, [0.2, -0.1, 0.3]), []),
        "jfk_passengers": (tcpd("jfk_passengers"), [12]),
        "nile with 1898": (tcpd("nile"), []),
        "run_log": (tcpd("run_log"), []),
    }


if __name__ == "__main__":
    cases = [{"name": name, "periods": periods, "values": values} for name, (values, periods) in series().items()]
    write_golden(__file__, ["numpy"], cases)
