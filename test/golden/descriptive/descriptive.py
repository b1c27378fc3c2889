"""Moments by mpmath from the doubles; quantiles and histograms by NumPy; MAD and trimmed means by SciPy; densities by mpmath."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
import numpy as np
from scipy import stats

from golden_file import write_golden
from sample_sets import families

mp.mp.dps = 60
RULES = {"auto": "auto", "fd": "freedman-diaconis", "sturges": "sturges", "scott": "scott"}
SHARES = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1]


def moments(values):
    x = [mp.mpf(v) for v in values]
    n = len(x)
    mean = sum(x) / n
    m2, m3, m4 = (sum((v - mean) ** k for v in x) for k in (2, 3, 4))
    out = {"mean": float(mean), "m2": float(m2), "m3": float(m3), "m4": float(m4)}
    if n > 1:
        out["variance"] = float(m2 / (n - 1))
    if m2 > 0:
        g1 = mp.sqrt(n) * m3 / m2 ** mp.mpf(1.5)
        g2 = n * m4 / m2**2 - 3
        out["biasedSkewness"], out["biasedKurtosis"] = float(g1), float(g2)
        if n > 2:
            out["skewness"] = float(mp.sqrt(n * (n - 1)) / (n - 2) * g1)
        if n > 3:
            out["kurtosis"] = float(mp.mpf(n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6))
    return out


def trimmed(values, proportion):
    cut = int(proportion * len(values))
    x = sorted(values)
    kept = [mp.mpf(v) for v in x[cut : len(x) - cut]]
    whole = [mp.mpf(v) for v in [x[cut]] * cut + x[cut : len(x) - cut] + [x[len(x) - cut - 1]] * cut]
    h = len(kept)
    mean, centre = sum(kept) / h, sum(whole) / len(whole)
    ss = sum((v - centre) ** 2 for v in whole)
    out = {"proportion": proportion, "cut": cut, "mean": float(mean), "winsorisedMean": float(centre)}
    if len(whole) > 1:
        out["winsorisedVariance"] = float(ss / (len(whole) - 1))
    if h > 1:
        out["se"] = float(mp.sqrt(ss / (h * (h - 1))))
        out["half"] = float(stats.t.isf(0.025, h - 1)) * out["se"]
    return out


def histogram(values, rule):
    edges = np.histogram_bin_edges(values, rule)
    out = {"rule": RULES[rule], "bins": len(edges) - 1, "step": edges[1] - edges[0]}
    return {**out, "counts": np.histogram(values, edges)[0]} if len(edges) < 200 else out


def density(values, rule):
    x = [mp.mpf(v) for v in values]
    n = len(x)
    mean = sum(x) / n
    sd = mp.sqrt(sum((v - mean) ** 2 for v in x) / (n - 1))
    h = sd * (n if rule == "scott" else mp.mpf(3 * n) / 4) ** (mp.mpf(-1) / 5)
    at = [min(values), float(np.median(values)), max(values), float(x[0] + sd), float(max(x) + 6 * h)]
    norm = n * h * mp.sqrt(2 * mp.pi)
    values_at = [float(sum(mp.exp(-(((mp.mpf(a) - v) / h) ** 2) / 2) for v in x) / norm) for a in at]
    return {"rule": rule, "bandwidth": float(h), "at": at, "density": values_at}


cases = []
for about, values in [("one value", [3.25]), ("equal values", [0.1] * 7)] + families():
    case = {"about": about, "values": values, "moments": moments(values)}
    case["quantiles"] = [[p, float(np.quantile(values, p))] for p in SHARES]
    case["mad"] = float(stats.median_abs_deviation(values, scale="normal"))
    case["trimmed"] = [trimmed(values, p) for p in (0, 0.1, 0.2, 0.4)]
    # NumPy cannot make distinct edges at these magnitudes
    if "very far" not in about and "cancelling" not in about and len(set(values)) > 1:
        case["histograms"] = [histogram(values, rule) for rule in RULES]
    if len(values) > 4 and len(set(values)) > 1 and "cancelling" not in about:
        case["densities"] = [density(values, rule) for rule in ("scott", "silverman")]
    cases.append(case)
write_golden(__file__, ["numpy", "scipy", "mpmath"], cases)
