"""Correlations: coefficients and p-values in 40 digits, checked against SciPy and pingouin; exact p-values by enumeration."""
import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import numpy as np
import pandas as pd
import pingouin
import scipy.stats as st
from exact import agree, normal_p, t_p, write, z_quantile

rng = np.random.default_rng(8)
ALTERNATIVES = ("two-sided", "less", "greater")


def samples():
    for n in (3, 4, 5, 6, 8, 12, 30, 60):
        for slope in (0, 0.5, -2):
            x = np.round(rng.normal(0, 1, n), 3)
            yield "ordinary", x, np.round(slope * x + rng.normal(0, 1, n), 3)
    for n in (6, 12, 40):
        yield "tied", rng.integers(0, 5, n), rng.integers(0, 4, n)
        yield "few values", rng.integers(0, 2, n), np.arange(n) // 3
        x = rng.normal(0, 1, n)
        yield "huge", np.round(x * 1e3) * 1e9, np.round((x + rng.normal(0, 1, n)) * 1e3) * 1e12
        yield "tiny", np.round(x * 1e3) * 2.0**-60, np.round((x + rng.normal(0, 1, n)) * 1e3) * 2.0**-70
        yield "shifted", np.round(x, 2) + 2.0**18, np.round(x + rng.normal(0, 1, n), 2) - 2.0**18
        yield "nearly linear", np.round(x, 3), np.round(3 * x + rng.normal(0, 0.02, n), 3)
        yield "monotone", np.arange(n), np.round(np.exp(np.arange(n) / 3), 3)
    x = np.round(rng.normal(0, 1, 200), 2)
    yield "far tail", x, np.round(5 * x + rng.normal(0, 0.3, 200), 2)


def pearson(x, y):
    x, y = [mp.mpf(float(v)) for v in x], [mp.mpf(float(v)) for v in y]
    mx, my = mp.fsum(x) / len(x), mp.fsum(y) / len(y)
    xy = mp.fsum((a - mx) * (b - my) for a, b in zip(x, y))
    return xy / mp.sqrt(mp.fsum((a - mx) ** 2 for a in x) * mp.fsum((b - my) ** 2 for b in y))


def linear_p(r, df):
    if abs(r) == 1:
        return {"two-sided": 0, "less": 0 if r < 0 else 1, "greater": 0 if r > 0 else 1}
    t = r * mp.sqrt(df / (1 - r * r))
    return {a: t_p(t, df, a) for a in ALTERNATIVES}


def fisher(r, se):
    half = z_quantile(mp.mpf("0.025")) * se
    return [mp.tanh(mp.atanh(r) - half), mp.tanh(mp.atanh(r) + half)] if abs(r) < 1 else [r, r]


def spearman_exact(a, b):
    n = len(a)
    observed = sum(i * j for i, j in zip(a, b))
    sums = [sum((i + 1) * j for i, j in enumerate(p)) for p in itertools.permutations(range(1, n + 1))]
    below, above = sum(s <= observed for s in sums), sum(s >= observed for s in sums)
    count = len(sums)
    return {"two-sided": min(mp.mpf(1), 2 * mp.mpf(min(below, above)) / count), "less": mp.mpf(below) / count, "greater": mp.mpf(above) / count}


def kendall_parts(x, y):
    n = len(x)
    score = sum(int(np.sign(x[i] - x[j]) * np.sign(y[i] - y[j])) for i in range(n) for j in range(i))
    ties = [np.unique(v, return_counts=True)[1].astype(object) for v in (x, y)]
    pairs = [sum(t * (t - 1) // 2 for t in c) for c in ties]
    total = n * (n - 1) // 2
    tau = mp.mpf(score) / mp.sqrt(mp.mpf(total - pairs[0]) * (total - pairs[1]))
    v0 = n * (n - 1) * (2 * n + 5)
    v1, v2 = [sum(t * (t - 1) * (2 * t + 5) for t in c) for c in ties]
    w = [sum(t * (t - 1) * (t - 2) for t in c) for c in ties]
    variance = mp.mpf(v0 - v1 - v2) / 18 + mp.mpf(2 * pairs[0] * pairs[1]) / (n * (n - 1))
    if n > 2:
        variance += mp.mpf(w[0] * w[1]) / (9 * n * (n - 1) * (n - 2))
    return tau, score, {a: normal_p(score / mp.sqrt(variance), a) for a in ALTERNATIVES}


def inversions(n):
    counts = [1]
    for size in range(2, n + 1):
        grown = [0] * (len(counts) + size - 1)
        for i, c in enumerate(counts):
            for moved in range(size):
                grown[i + moved] += c
        counts = grown
    return counts


def kendall_exact(n, score):
    counts = inversions(n)
    total, pairs = sum(counts), n * (n - 1) // 2
    discordant = (pairs - score) // 2
    up_to = lambda k: mp.mpf(sum(counts[: k + 1])) / total
    return {"two-sided": min(mp.mpf(1), 2 * up_to(min(discordant, pairs - discordant))), "less": up_to(pairs - discordant), "greater": up_to(discordant)}


cases = []
for name, x, y in samples():
    n = len(x)
    case = {"name": name, "x": x, "y": y}
    r = pearson(x, y)
    p = linear_p(r, n - 2)
    theirs = st.pearsonr(x, y)
    agree(r, theirs.statistic, 1e-9, name, 1e-12)
    if n > 3 and p["two-sided"] > 1e-200:
        agree(p["two-sided"], theirs.pvalue, 1e-5, name)
    case["pearson"] = {"value": r, "pValue": p, "interval": fisher(r, 1 / mp.sqrt(n - 3)) if n > 3 else None}
    a, b = st.rankdata(x), st.rankdata(y)
    rho = pearson(a, b)
    agree(rho, st.spearmanr(x, y).statistic, 1e-9, name, 1e-12)
    se = mp.sqrt((1 + rho**2 / 2) / (n - 3)) if n > 3 else None
    case["spearman"] = {"value": rho, "asymptotic": linear_p(rho, n - 2), "interval": fisher(rho, se) if n > 3 else None}
    untied = len(set(a)) == n and len(set(b)) == n
    if n <= 8 and untied:
        case["spearman"]["exact"] = spearman_exact(a, b)
    tau, score, p = kendall_parts(x, y)
    agree(tau, st.kendalltau(x, y).statistic, 1e-9, name, 1e-12)
    agree(p["two-sided"], st.kendalltau(x, y, method="asymptotic").pvalue, 1e-9)
    case["kendall"] = {"value": tau, "asymptotic": p, "interval": fisher(tau, mp.sqrt(mp.mpf("0.437") / (n - 4))) if n > 4 else None}
    if untied:
        case["kendall"]["exact"] = kendall_exact(n, score)
        agree(case["kendall"]["exact"]["two-sided"], st.kendalltau(x, y, method="exact").pvalue, 1e-9)
    cases.append(case)
for n, controls in ((10, 1), (10, 2), (25, 1), (25, 3), (60, 2), (60, 5), (200, 4)):
    for strength in (0.2, 1):
        z = np.round(rng.normal(0, 1, (controls, n)), 2)
        x = np.round(strength * z.sum(0) + rng.normal(0, 1, n), 2)
        y = np.round(0.4 * x + strength * z.sum(0) + rng.normal(0, 1, n), 2)
        columns = [x, y, *z]
        matrix = mp.matrix(controls + 2)
        for i, first in enumerate(columns):
            for j, second in enumerate(columns):
                matrix[i, j] = pearson(first, second)
        inverse = matrix**-1
        r = -inverse[0, 1] / mp.sqrt(inverse[0, 0] * inverse[1, 1])
        names = ["x", "y"] + [f"z{i}" for i in range(controls)]
        theirs = pingouin.partial_corr(pd.DataFrame(dict(zip(names, columns))), "x", "y", names[2:])
        agree(r, theirs["r"].iloc[0], 1e-4)
        df = n - 2 - controls
        cases.append({"name": "partial", "columns": columns, "value": r, "pValue": linear_p(r, df), "interval": fisher(r, 1 / mp.sqrt(df - 1))})
write(__file__, cases)
