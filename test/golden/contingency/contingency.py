"""Tables of counts: exact tests by whole-number arithmetic, the rest in 40 digits, checked against SciPy and statsmodels."""
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import numpy as np
import scipy.stats as st
from exact import agree, chi2_sf, ncx2_sf, solve, write
from scipy.stats.contingency import association, odds_ratio
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar

rng = np.random.default_rng(6)


def tables():
    yield [[30, 20], [15, 35]]
    yield [[10, 20, 30], [20, 15, 5], [12, 18, 25]]
    for r, c in ((2, 2), (2, 2), (2, 3), (3, 3), (4, 2), (5, 4), (7, 6)):
        yield rng.integers(1, 60, (r, c)).tolist()
        yield rng.integers(1, 6, (r, c)).tolist()
        yield rng.integers(1000, 90000, (r, c)).tolist()
        yield (rng.integers(1, 20, (r, c)) * 50_000_000).tolist()
    yield [[0, 5], [7, 1]]
    yield [[1, 0], [0, 1]]
    yield [[3, 3], [3, 3]]
    yield [[500, 20], [10, 700]]
    yield [[49, 51], [50, 50]]


def fourfold_tables():
    yield [[30, 20], [15, 35]]
    yield [[3, 1], [1, 3]]
    for high in (4, 10, 30, 100, 1000, 5000):
        for _ in range(9 if high < 1000 else 3):
            yield rng.integers(0, high, (2, 2)).tolist()
    yield [[0, 9], [11, 4]]
    yield [[7, 0], [3, 8]]
    yield [[10, 0], [0, 10]]
    yield [[300, 2], [1, 300]]
    yield [[600, 3], [5, 620]]
    yield [[1, 100000], [9, 100000]]
    yield [[2, 3], [9998, 100000]]


def chi2(table, yates):
    rows, columns = [sum(r) for r in table], [sum(c) for c in zip(*table)]
    n = sum(rows)
    total = mp.mpf(0)
    for i, r in enumerate(table):
        for j, x in enumerate(r):
            e = mp.mpf(rows[i]) * columns[j] / n
            d = abs(x - e)
            total += (d - (min(mp.mpf(1) / 2, d) if yates else 0)) ** 2 / e
    df = (len(rows) - 1) * (len(columns) - 1)
    return total, df, chi2_sf(total, df)


def cramers_v(table, x, df):
    r, c, n = len(table), len(table[0]), sum(map(sum, table))
    v = mp.sqrt(x / n / (min(r, c) - 1))
    agree(v, association(np.array(table), method="cramer", correction=False), 1e-9)
    share = max(mp.mpf(0), x / n - mp.mpf(df) / (n - 1))
    rr, cc = r - mp.mpf((r - 1) ** 2) / (n - 1), c - mp.mpf((c - 1) ** 2) / (n - 1)
    return v, mp.sqrt(share / (min(rr, cc) - 1)) if min(rr, cc) > 1 else mp.mpf(0)


def v_interval(table, x, df):
    scale = sum(map(sum, table)) * (min(len(table), len(table[0])) - 1)
    ends = []
    for target in (mp.mpf("0.025"), mp.mpf("0.975")):
        if chi2_sf(x, df) >= target:
            ends.append(mp.mpf(0))
            continue
        start = mp.mpf(st._distn_infrastructure.optimize.brentq(lambda l: st.ncx2.sf(float(x), df, l) - float(target), 1e-9, float(x) * 4 + 60))
        root = solve(lambda l: ncx2_sf(x, df, l) - target, start, start * mp.mpf("1e-5"))
        ends.append(min(mp.mpf(1), mp.sqrt(root / scale)))
    return ends


def hypergeometric(table):
    (a, b), (c, d) = table
    m, n, k = a + b, c + d, a + c
    low, high = max(0, k - n), min(k, m)
    weights = [math.comb(m, low) * math.comb(n, k - low)]
    for i in range(low, high):
        weights.append(weights[-1] * (m - i) * (k - i) // ((i + 1) * (n - k + i + 1)))
    return a, low, weights


def fisher(table):
    x, low, weights = hypergeometric(table)
    total = sum(weights)
    at = weights[x - low]
    two = sum(w for w in weights if w * 10**7 <= at * (10**7 + 1))
    p = {
        "two-sided": mp.mpf(two) / total,
        "less": mp.mpf(sum(weights[: x - low + 1])) / total,
        "greater": mp.mpf(sum(weights[x - low :])) / total,
    }
    return p


def fisher_odds(table):
    """Conditional estimate and interval, solved in high precision from SciPy's values."""
    x, low, weights = hypergeometric(table)
    theirs = odds_ratio(np.array(table), kind="conditional")
    interval = theirs.confidence_interval(0.95)
    logs = [mp.log(w) for w in weights]

    def weighted(log_odds):
        top = max(l + i * log_odds for i, l in enumerate(logs))
        return [mp.exp(l + i * log_odds - top) for i, l in enumerate(logs)]

    def mean(log_odds):
        w = weighted(log_odds)
        return mp.fsum(i * wi for i, wi in enumerate(w)) / mp.fsum(w) - (x - low)

    def upper(log_odds):
        w = weighted(log_odds)
        return mp.log(mp.fsum(w[x - low :]) / mp.fsum(w) / mp.mpf("0.025"))

    def lower(log_odds):
        w = weighted(log_odds)
        return mp.log(mp.fsum(w[: x - low + 1]) / mp.fsum(w) / mp.mpf("0.025"))

    first, last = x == low, x == low + len(weights) - 1
    point = mp.mpf(0) if first else mp.inf if last else mp.exp(solve(mean, mp.log(theirs.statistic), 1e-4))
    bottom = mp.mpf(0) if first else mp.exp(solve(upper, mp.log(interval.low), 1e-4))
    top = mp.inf if last else mp.exp(solve(lower, mp.log(interval.high), 1e-4))
    for ours, scipys in ((point, theirs.statistic), (bottom, interval.low), (top, interval.high)):
        agree(ours, scipys, 1e-5, table)
    return {"oddsRatio": point, "low": bottom, "high": top}


cases = []
for table in tables():
    for yates in (False, True):
        x, df, p = chi2(table, yates and len(table) == 2 and len(table[0]) == 2)
        theirs = st.chi2_contingency(table, correction=yates)
        if x > 1e-9:
            agree(x, theirs.statistic, 1e-9)
            agree(p, theirs.pvalue, 1e-9)
        cases.append({"kind": "chi-squared", "table": table, "yates": yates, "statistic": x, "df": df, "pValue": p})
    x, df, p = chi2(table, False)
    v, corrected = cramers_v(table, x, df)
    case = {"kind": "cramers-v", "table": table, "value": v, "corrected": corrected}
    if x < 60:
        case["interval"] = v_interval(table, x, df)
    cases.append(case)
for table in fourfold_tables():
    if 0 in [sum(r) for r in table] + [sum(c) for c in zip(*table)]:
        continue
    p = fisher(table)
    if float(p["two-sided"]) > 1e-200:
        agree(p["less"], st.fisher_exact(table, "less").pvalue, 1e-7, table)
    case = {"kind": "fisher", "table": table, "pValue": p}
    if min(sum(r) for r in table) <= 150:
        case.update(fisher_odds(table))
    cases.append(case)
for b, c in ((0, 3), (1, 1), (5, 1), (10, 25), (12, 12), (6, 30), (40, 90), (250, 200), (900, 100), (3000, 500), (0, 900)):
    table = [[50, b], [c, 60]]
    exact = min(mp.mpf(1), 2 * mp.fsum(mp.binomial(b + c, i) for i in range(min(b, c) + 1)) / mp.mpf(2) ** (b + c))
    agree(exact, mcnemar(table, exact=True).pvalue, 1e-8)
    plain, corrected = mp.mpf((b - c) ** 2) / (b + c), mp.mpf(max(0, abs(b - c) - 1) ** 2) / (b + c)
    for variant, statistic, p in (("exact", min(b, c), exact), ("asymptotic", plain, chi2_sf(plain, 1)), ("continuity", corrected, chi2_sf(corrected, 1))):
        cases.append({"kind": "mcnemar", "table": table, "variant": variant, "statistic": statistic, "pValue": p})
for n, k, spread in ((6, 3, 0), (12, 3, 0.3), (30, 4, 0.5), (60, 5, 0.1), (200, 3, 0.6), (400, 2, 0.8)):
    rows = [[int(rng.random() < 0.2 + spread * j / k) for j in range(k)] for _ in range(n)]
    theirs = cochrans_q(np.array(rows))
    columns = [sum(c) for c in zip(*rows)]
    sums = [sum(r) for r in rows]
    q = mp.mpf(k - 1) * (k * sum(c * c for c in columns) - sum(columns) ** 2) / (k * sum(sums) - sum(s * s for s in sums))
    agree(q, theirs.statistic, 1e-9)
    units = [sums.count(i) for i in range(k + 1)]
    case = {"kind": "cochran-q", "columns": columns, "units": units, "statistic": q, "df": k - 1, "pValue": chi2_sf(q, k - 1)}
    if n <= 30:
        case["rows"] = rows
    cases.append(case)
for counts, shares in (([44700, 45489], [1, 1]), ([10, 20, 30], [1, 1, 1]), ([3, 0, 9, 1], [0.2, 0.2, 0.5, 0.1]), ([5000, 5400], [1, 1]), ([90000, 9000, 1000], [0.9, 0.09, 0.01]), ([1000, 1], [1, 1])):
    n, whole = sum(counts), mp.fsum(mp.mpf(s) for s in shares)
    expected = [n * mp.mpf(s) / whole for s in shares]
    x = mp.fsum((c - e) ** 2 / e for c, e in zip(counts, expected))
    cases.append({"kind": "goodness-of-fit", "counts": counts, "shares": shares, "statistic": x, "df": len(counts) - 1, "pValue": chi2_sf(x, len(counts) - 1)})
write(__file__, cases)
