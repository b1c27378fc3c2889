"""Mean, variance, skewness and excess kurtosis by SciPy; of the studentised range of two groups from the t distribution, of
more groups by integrals of R's ptukey, whose absolute error is about 1e-10."""

import math
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats

from golden_file import write_golden

FAMILIES = {
    "normal": ([(0, 1), (-3, 2.5)], stats.norm),
    "studentT": ([(0.5,), (1.5,), (2.5,), (3.5,), (5,), (30,), (1e5,)], stats.t),
    "fisherF": ([(3, 1.5), (3, 3), (2, 5), (5, 7), (3, 17), (50, 600)], stats.f),
    "chiSquared": ([(0.5,), (3,), (1000,)], stats.chi2),
    "gamma": ([(0.3, 2), (25, 3)], lambda a, s: stats.gamma(a, scale=s)),
    "beta": ([(0.5, 0.5), (2, 5), (1000, 20)], stats.beta),
    "logNormal": ([(0, 1), (2, 0.1), (-3, 2)], lambda m, s: stats.lognorm(s, scale=math.exp(m))),
    "exponential": ([(0.125,), (30,)], lambda rate: stats.expon(scale=1 / rate)),
    "weibull": ([(0.5, 1), (1.5, 3), (10, 0.2)], lambda c, s: stats.weibull_min(c, scale=s)),
    "binomial": ([(10, 0.5), (100, 0.3), (1000, 0.999)], stats.binom),
    "negativeBinomial": ([(1, 0.3), (2.5, 0.1), (1000, 0.05)], stats.nbinom),
    "poisson": ([(0.01,), (3,), (1e6,)], stats.poisson),
    "geometric": ([(0.001,), (0.9,)], stats.geom),
    "hypergeometric": ([(50, 10, 5), (1000, 300, 100), (20, 7, 12)], stats.hypergeom),
    "noncentralT": ([(2.5, 1), (3.5, 1), (10, 2), (30, -6), (1000, 3)], stats.nct),
    "noncentralChiSquared": ([(3, 5), (0.5, 100)], stats.ncx2),
    "noncentralF": ([(3, 20, 5), (2, 7, 1), (30, 500, 100)], stats.ncf),
}

NAMES = ["mean", "variance", "skewness", "excessKurtosis"]


def central(raw):
    """Moments from E X .. E X^4."""
    m, m2, m3, m4 = raw
    v = m2 - m**2
    return [m, v, (m3 - 3 * m * v - m**3) / v ** mp.mpf("1.5"), (m4 - 4 * m * m3 + 6 * m**2 * v + 3 * m**4) / v**2 - 3]


def two_groups(df):
    """Q = sqrt(2) |T|."""
    df = mp.mpf(df)

    def absolute(r):
        return df ** (r / 2) * mp.gamma((r + 1) / 2) * mp.gamma((df - r) / 2) / (mp.sqrt(mp.pi) * mp.gamma(df / 2))

    return central([mp.mpf(2) ** (mp.mpf(r) / 2) * absolute(mp.mpf(r)) for r in (1, 2, 3, 4)])


def mean_by_r(groups, df):
    code = (
        f"f <- function(q) ptukey(q, {groups}, {df}, lower.tail = FALSE);"
        "cat(sprintf('%.15g', sum(sapply(0:59, function(i) integrate(f, i, i + 1, rel.tol = 1e-9)$value))))"
    )
    return float(subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout)


cases = []
for name, (settings, of) in FAMILIES.items():
    for parameters in settings:
        found = [float(x) for x in of(*parameters).stats("mvsk")]
        cases.append({"distribution": name, "parameters": parameters, **dict(zip(NAMES, found))})
for df in (5, 12, 300):
    found = [float(x) for x in two_groups(df)]
    cases.append({"distribution": "studentizedRange", "parameters": [2, df], **dict(zip(NAMES, found))})
for groups, df in [(3, 60), (10, 40)]:
    cases.append({"distribution": "studentizedRange", "parameters": [groups, df], "mean": mean_by_r(groups, df)})
r_version = subprocess.run(["Rscript", "-e", "cat(R.version$major, R.version$minor, sep = '.')"], capture_output=True, text=True)
write_golden(__file__, ["mpmath", "scipy"], cases, {"R": r_version.stdout})
