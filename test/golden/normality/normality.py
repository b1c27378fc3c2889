"""Shapiro-Wilk by R (exact normal quantiles; SciPy's are good to 1e-7); K2, Jarque-Bera and Anderson-Darling by mpmath."""

import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats
from statsmodels.stats.diagnostic import normal_ad

from golden_file import write_golden
from sample_sets import exponentials, families, normals, uniforms

mp.mp.dps = 50

R_SHAPIRO = """
input <- file(commandArgs(TRUE)[1], "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  x <- as.numeric(strsplit(line, " ")[[1]])
  s <- shapiro.test(x)
  cat(sprintf("%.17g %.17g\\n", s$statistic, s$p.value))
}
cat(R.version$major, ".", R.version$minor, "\\n", sep = "")
"""


def shapiro(samples):
    with tempfile.TemporaryDirectory() as folder:
        script, data = pathlib.Path(folder, "shapiro.R"), pathlib.Path(folder, "samples.txt")
        script.write_text(R_SHAPIRO)
        data.write_text("\n".join(" ".join(repr(v) for v in sample) for sample in samples) + "\n")
        lines = subprocess.run(["Rscript", script, data], capture_output=True, text=True, check=True).stdout.split("\n")
    return [[float(part) for part in line.split()] for line in lines[: len(samples)]], lines[len(samples)]


def chi2_two_sf(x):
    return mp.exp(-x / 2)


def scores(values):
    """Jarque-Bera, and the scores of skewness (D'Agostino 1970) and kurtosis (Anscombe, Glynn 1983)."""
    x = [mp.mpf(v) for v in values]
    n = mp.mpf(len(x))
    mean = sum(x) / n
    m2, m3, m4 = (sum((v - mean) ** k for v in x) / n for k in (2, 3, 4))
    g1, b2 = m3 / m2 ** mp.mpf(1.5), m4 / m2**2
    jb = n / 6 * (g1**2 + (b2 - 3) ** 2 / 4)
    out = {"jarqueBera": [float(jb), float(chi2_two_sf(jb))]}
    if n >= 8:
        y = g1 * mp.sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
        beta2 = 3 * (n**2 + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
        w2 = mp.sqrt(2 * (beta2 - 1)) - 1
        zs = mp.asinh(y / mp.sqrt(2 / (w2 - 1))) / mp.sqrt(mp.log(w2) / 2)
        e = 3 * (n - 1) / (n + 1)
        var = 24 * n * (n - 2) * (n - 3) / ((n + 1) ** 2 * (n + 3) * (n + 5))
        s = 6 * (n**2 - 5 * n + 2) / ((n + 7) * (n + 9)) * mp.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))
        a = 6 + 8 / s * (2 / s + mp.sqrt(1 + 4 / s**2))
        ratio = (1 - 2 / a) / (1 + (b2 - e) / mp.sqrt(var) * mp.sqrt(2 / (a - 4)))
        root = mp.sign(ratio) * abs(ratio) ** (mp.mpf(1) / 3)
        zk = (1 - 2 / (9 * a) - root) / mp.sqrt(2 / (9 * a))
        k2 = zs**2 + zk**2
        out["dAgostino"] = [float(k2), float(chi2_two_sf(k2)), float(zs), float(zk)]
    return out


def log_normal_cdf(z):
    return mp.log(mp.erfc(-z / mp.sqrt(2)) / 2)


def anderson(values):
    x = sorted(mp.mpf(v) for v in values)
    n = len(x)
    mean = sum(x) / n
    sd = mp.sqrt(sum((v - mean) ** 2 for v in x) / (n - 1))
    z = [(v - mean) / sd for v in x]
    a2 = -n - sum((2 * i + 1) * (log_normal_cdf(z[i]) + log_normal_cdf(-z[n - 1 - i])) for i in range(n)) / n
    a = a2 * (1 + mp.mpf("0.75") / n + mp.mpf("2.25") / n**2)
    if a >= 13:
        p = 0
    elif a >= 0.6:
        p = mp.exp(mp.mpf("1.2937") - mp.mpf("5.709") * a + mp.mpf("0.0186") * a**2)
    elif a >= 0.34:
        p = mp.exp(mp.mpf("0.9177") - mp.mpf("4.279") * a - mp.mpf("1.38") * a**2)
    elif a >= 0.2:
        p = 1 - mp.exp(mp.mpf("-8.318") + mp.mpf("42.796") * a - mp.mpf("59.938") * a**2)
    else:
        p = 1 - mp.exp(mp.mpf("-13.436") + mp.mpf("101.14") * a - mp.mpf("223.73") * a**2)
    ordinary = max(abs(v) for v in values) < 1e6
    if ordinary:
        check = normal_ad(values_array(values))
        assert abs(check[0] - a2) < 1e-8 * max(1, abs(a2)) and abs(check[1] - p) < 1e-8, (check, a2, p)
    return [float(a2), float(p)]


def values_array(values):
    import numpy as np

    return np.array(values)


samples = [(about, values) for about, values in families() if "cancelling" not in about]
samples.append(("textbook weights", [148.0, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236]))
# R does not centre before it squares: far from 0 it is given the (exact) differences from one value.
centred = [[v - values[0] for v in values] if "far from" in about else values for about, values in samples]
answers, r_version = shapiro(centred)
cases = []
for (about, values), (w, p) in zip(samples, answers):
    case = {"about": about, "values": values, "shapiro": [w, p], **scores(values)}
    if len(values) >= 8:
        case["anderson"] = anderson(values)
    cases.append(case)

# Large samples are made again by the test from their seed.
large = [("normal", 2000), ("exponential", 300), ("uniform", 1000), ("normal", 5000), ("exponential", 5000), ("uniform", 150)]
MAKE = {"normal": normals, "exponential": exponentials, "uniform": uniforms}
answers, _ = shapiro([MAKE[kind](7, n) for kind, n in large])
for (kind, n), (w, p) in zip(large, answers):
    cases.append({"about": f"{kind} {n}", "made": {"kind": kind, "seed": 7, "n": n}, "shapiro": [w, p]})
    assert abs(stats.shapiro(MAKE[kind](7, n)).statistic - w) < 1e-6
write_golden(__file__, ["scipy", "statsmodels", "mpmath"], cases, {"R": r_version})
