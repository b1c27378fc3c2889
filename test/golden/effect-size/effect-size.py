"""Effect sizes with intervals in 20 or more digits; Cliff's delta by all pairs; the phi coefficient's error by differentiation."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import numpy as np
import scipy.stats as st
from exact import agree, f_sf, ncf_sf, nct_sf, solve, t_quantile, t_sf, write, z_quantile
from scipy.optimize import brentq

rng = np.random.default_rng(1988)
Z = z_quantile(mp.mpf("0.025"))
TAILS = (mp.mpf("0.025"), mp.mpf("0.975"))


def moments(values):
    xs = [mp.mpf(float(x)) for x in values]
    mean = mp.fsum(xs) / len(xs)
    return len(xs), mean, mp.fsum((x - mean) ** 2 for x in xs)


def t_noncentrality(t, df):
    ends = []
    for target in TAILS:
        start = brentq(lambda d: st.nct.sf(float(t), float(df), d) - float(target), float(t) - 12 - abs(float(t)), float(t) + 12 + abs(float(t)))
        ends.append(solve(lambda d: nct_sf(t, df, d) - target, start, 1e-6))
    return ends


def standardized(mean, m2, df, size):
    d = mean / mp.sqrt(m2 / df)
    low, high = t_noncentrality(d * mp.sqrt(size), df)
    j = mp.gamma(mp.mpf(df) / 2) / mp.sqrt(mp.mpf(df) / 2) * mp.rgamma(mp.mpf(df - 1) / 2)
    return {"d": d, "g": j * d, "interval": [low / mp.sqrt(size), high / mp.sqrt(size)], "factor": j}


def cliff(x, y):
    n, m = len(x), len(y)
    d = np.sign(np.subtract.outer(x, y)).astype(int)
    delta = mp.mpf(int(d.sum())) / (n * m)
    rows = [mp.mpf(int(v)) / m for v in d.sum(1)]
    columns = [mp.mpf(int(v)) / n for v in d.sum(0)]
    inner = mp.fsum((int(v) - delta) ** 2 for v in d.ravel())
    variance = (m * m * mp.fsum((r - delta) ** 2 for r in rows) + n * n * mp.fsum((c - delta) ** 2 for c in columns) - inner) / (n * m * (n - 1) * (m - 1))
    s = mp.sqrt(max(variance, (1 - delta**2) / (n * m - 1)))
    t = t_quantile(mp.mpf("0.025"), n + m - 2)
    agree(2 * st.mannwhitneyu(x, y).statistic / (n * m) - 1, delta, 1e-9, "", 1e-12)
    if abs(delta) == 1:
        small = min(n, m)
        inner = (small - t * t) / (small + t * t)
        interval = [inner, 1] if delta > 0 else [-1, -inner]
    else:
        half = t * s * mp.sqrt((1 - delta**2) ** 2 + (t * s) ** 2)
        interval = [(delta - delta**3 + sign * half) / (1 - delta**2 + (t * s) ** 2) for sign in (-1, 1)]
    return {"delta": delta, "se": s, "interval": interval}


def phi_of(cells):
    a, b, c, d = cells
    return (a * d - b * c) / mp.sqrt((a + b) * (c + d) * (a + c) * (b + d))


def phi(cells):
    n = sum(cells)
    p = [mp.mpf(v) / n for v in cells]
    value = phi_of(p)
    slopes = [mp.diff(lambda v: phi_of([v if i == k else q for k, q in enumerate(p)]), p[i]) for i in range(4)]
    mean = mp.fsum(q * g for q, g in zip(p, slopes))
    variance = (mp.fsum(q * g * g for q, g in zip(p, slopes)) - mean**2) / n
    se = mp.sqrt(max(mp.mpf(0), variance))
    half = Z * se / (1 - value**2)
    return {"value": value, "se": se, "interval": [mp.tanh(mp.atanh(value) - half), mp.tanh(mp.atanh(value) + half)]}


cases = []
for n1, n2, effect in ((2, 2, 1), (3, 5, 0), (5, 5, 0.8), (10, 7, -1.5), (12, 30, 0.4), (30, 30, 0.1), (40, 25, 3), (80, 90, -0.3), (150, 150, 0.02), (6, 6, 6), (300, 200, 1)):
    x, y = np.round(rng.normal(effect, 1, n1), 3), np.round(rng.normal(0, 1.2, n2), 3)
    (a, ma, sa), (b, mb, sb) = moments(x), moments(y)
    answer = standardized(ma - mb, sa + sb, a + b - 2, mp.mpf(a * b) / (a + b))
    cases.append({"kind": "two-sample", "x": x, "y": y, **answer})
    n, mean, m2 = moments(x)
    cases.append({"kind": "one-sample", "x": x, **standardized(mean, m2, n - 1, mp.mpf(n))})
for name, n, m in (("ordinary", 4, 6), ("ordinary", 10, 10), ("ordinary", 35, 20), ("tied", 12, 9), ("tied", 40, 40), ("shifted", 15, 10), ("apart", 6, 8), ("apart", 20, 12), ("binary", 30, 25)):
    for shift in (0, 0.7, -1.2):
        x, y = rng.normal(shift, 1, n), rng.normal(0, 1, m)
        if name == "tied":
            x, y = np.round(x), np.round(y)
        if name == "apart":
            x = x + 30 * (1 if shift > 0 else -1)
        if name == "binary":
            x, y = (x > 0).astype(float), (y > 0.3).astype(float)
        x, y = np.round(x, 2), np.round(y, 2)
        cases.append({"kind": "cliff", "name": name, "x": x, "y": y, **cliff(x, y)})
for k, n in ((2, 10), (3, 15), (3, 60), (4, 40), (6, 30), (5, 500)):
    for f in (0.2, 1.0, 2.7, 8.0, 30.0):
        df1, df2 = k - 1, n - k
        ends = []
        for target in TAILS:
            if f_sf(f, df1, df2) >= target:
                ends.append(mp.mpf(0))
                continue
            start = brentq(lambda l: st.ncf.sf(f, df1, df2, l) - float(target), 1e-9, 5 * f * df1 + 80)
            root = solve(lambda l: ncf_sf(f, df1, df2, l) - target, start, start * 1e-6)
            ends.append(root / (root + n))
        eta = mp.mpf(df1) * f / (df1 * mp.mpf(f) + df2)
        omega = df1 * (mp.mpf(f) - 1) / (df1 * mp.mpf(f) + df2 + 1)
        cases.append({"kind": "variance-explained", "statistic": f, "dfBetween": df1, "dfWithin": df2, "eta": eta, "omega": omega, "interval": ends})
tables = [[30, 20, 15, 35], [3, 1, 1, 3], [0, 5, 7, 2], [1, 9, 8, 0], [500, 20, 10, 700], [1, 1000, 3, 100000], [25, 25, 25, 25], [10**6, 2 * 10**6, 3 * 10**6, 5 * 10**6]]
tables += [rng.integers(1, high, 4).tolist() for high in (6, 30, 200, 10000) for _ in range(6)]
for cells in tables:
    added = [mp.mpf(v) + (mp.mpf("0.5") if 0 in cells else 0) for v in cells]
    a, b, c, d = added
    ratio, error = a * d / b / c, mp.sqrt(sum(1 / v for v in added))
    table = [cells[:2], cells[2:]]
    cases.append({"kind": "odds-ratio", "table": table, "value": ratio, "se": ratio * error, "interval": [ratio * mp.exp(-Z * error), ratio * mp.exp(Z * error)]})
    if 0 not in cells:
        cases.append({"kind": "phi", "table": table, **phi(cells)})
for first, second in ((0.032, 0.048), (0.12, 0.138), (0, 1), (0.5, 0.5), (0.3, 0.29999), (1e-9, 2e-9)):
    h = 2 * (mp.asin(mp.sqrt(mp.mpf(second))) - mp.asin(mp.sqrt(mp.mpf(first))))
    cases.append({"kind": "h", "first": first, "second": second, "h": h})
write(__file__, cases)
