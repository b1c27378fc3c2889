"""Two shares whose units belong to users, some of whom are in both groups.

The covariance matrix of the two shares is that of statsmodels' least squares on two indicators, clustered by user, without
a correction for few clusters. Intervals: Zou and Donner (2008) from Wilson's with the effective number of units. Tests:
statsmodels' z test where no user is in both, its McNemar's where everyone is.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import json
import math

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

rng = np.random.default_rng(2008)
Z = norm.isf(0.025)


def wilson(p, n):
    centre, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (centre - half) / (1 + Z * Z / n), (centre + half) / (1 + Z * Z / n)


def users(only_first, only_second, both, several):
    """One row per user: trials and successes in the first and in the second group."""
    rows = []
    for i in range(only_first + only_second + both):
        liking = rng.beta(1.2, 2.5)
        in_first = i < only_first or i >= only_first + only_second
        in_second = i >= only_first
        a = 0 if not in_first else 1 + (rng.poisson(several) if several else 0)
        b = 0 if not in_second else 1 + (rng.poisson(several) if several else 0)
        rows.append((a, rng.binomial(a, liking), b, rng.binomial(b, min(1, liking * 1.2))))
    return np.array(rows)


def case(name, only_first, only_second, both, several):
    rows = users(only_first, only_second, both, several)
    a, x, b, y = rows.T
    units = [(u, g, k < s) for u in range(len(rows)) for g, t, s in ((0, a[u], x[u]), (1, b[u], y[u])) for k in range(t)]
    who, group, done = (np.array(column) for column in zip(*units))
    design = np.column_stack([group == 0, group == 1]).astype(float)
    fit = sm.OLS(done.astype(float), design).fit(cov_type="cluster", cov_kwds={"groups": who, "use_correction": False})
    p, cov = fit.params, fit.cov_params()
    n = np.array([a.sum(), b.sum()])
    effect = np.maximum(1, np.diag(cov) / (p * (1 - p) / n))
    se = np.sqrt(effect * p * (1 - p) / n)
    rho = cov[0, 1] / (se[0] * se[1])
    (l1, u1), (l2, u2) = (wilson(p[i], n[i] / effect[i]) for i in (0, 1))
    d = p[1] - p[0]
    low = d - math.sqrt((p[1] - l2) ** 2 + (u1 - p[0]) ** 2 - 2 * rho * (p[1] - l2) * (u1 - p[0]))
    high = d + math.sqrt((u2 - p[1]) ** 2 + (p[0] - l1) ** 2 - 2 * rho * (u2 - p[1]) * (p[0] - l1))
    test = None
    if not both and not several:
        z, pvalue = proportions_ztest([y.sum(), x.sum()], [n[1], n[0]])
        test = [z, pvalue]
        assert np.allclose([low, high], confint_proportions_2indep(y.sum(), n[1], x.sum(), n[0], method="newcomb"))
    if not several and not only_first and not only_second:
        table = [[((x == i) & (y == j)).sum() for j in (0, 1)] for i in (0, 1)]
        found = mcnemar(table, exact=False, correction=False)
        test = [math.copysign(math.sqrt(found.statistic), d), found.pvalue]
    return {
        "name": name,
        "users": rows.tolist(),
        "difference": d,
        "se": math.sqrt(se[0] ** 2 + se[1] ** 2 - 2 * rho * se[0] * se[1]),
        "correlation": rho,
        "interval": [low, high],
        "effects": effect.tolist(),
        "test": test,
    }


cases = [
    case("nobody in both", 60, 45, 0, 0),
    case("everyone in both", 0, 0, 80, 0),
    case("some in both", 40, 50, 30, 0),
    case("the second within the first", 70, 0, 40, 0),
    case("several units each, nobody in both", 50, 40, 0, 2),
    case("several units each, some in both", 30, 40, 35, 3),
]
path = pathlib.Path(__file__).with_suffix(".json")
lines = ",\n".join(json.dumps(one, separators=(",", ":"), default=int) for one in cases)
versions = json.dumps({"statsmodels": statsmodels.__version__, "scipy": scipy.__version__, "numpy": np.__version__})
path.write_text(f'{{"generator": "{pathlib.Path(__file__).name}", "versions": {versions}, "cases": [\n{lines}\n]}}\n')
