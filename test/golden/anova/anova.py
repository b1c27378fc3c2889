"""ANOVA and its relatives: statistics and p-values in 40 digits, each checked against SciPy, statsmodels or scikit-posthocs."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import numpy as np
import scikit_posthocs as posthocs
import scipy.stats as st
from exact import agree, chi2_sf, f_sf, normal_p, write
from statsmodels.stats.oneway import anova_oneway

rng = np.random.default_rng(20261126)


def data_sets():
    def groups(sizes, means, sds, digits=3, scale=1.0, shift=0.0):
        return [[float(round(x, digits)) * scale + shift for x in rng.normal(m, s, n)] for n, m, s in zip(sizes, means, sds)]

    for k in (2, 3, 4, 6):
        for effect in (0, 0.5, 2):
            yield "ordinary", groups([12] * k, effect * np.arange(k), [1] * k)
            yield "unequal", groups(rng.integers(3, 20, k), effect * np.arange(k), 0.5 + 2 * rng.random(k))
    for k in (2, 3, 5):
        yield "tiny groups", groups([2] * k, np.arange(k), [1] * k)
        yield "tied", [[float(x) for x in rng.integers(0, 4 + i, 9)] for i in range(k)]
        yield "large scale", groups([8] * k, np.arange(k), [1] * k, scale=1e8)
        yield "small scale", groups([8] * k, np.arange(k), [1] * k, scale=2.0**-30)
        yield "shifted", groups([8] * k, np.arange(k), [1] * k, shift=2.0**20, digits=1)
        yield "far tail", groups([30] * k, 40 * np.arange(k), [1] * k, digits=2)
        yield "farthest tail", groups([60] * k, 3000 * np.arange(k), [1] * k, digits=2)
        yield "skewed", [[float(round(x, 3)) for x in rng.lognormal(0.2 * i, 1, 14)] for i in range(k)]
        yield "equal means", [[1.0, 2.0, 3.0, 4.0 + i * 0, 5.0] for i in range(k)]


def moments(values):
    xs = [mp.mpf(x) for x in values]
    mean = mp.fsum(xs) / len(xs)
    return len(xs), mean, mp.fsum((x - mean) ** 2 for x in xs)


def f_test(groups):
    ms = [moments(g) for g in groups]
    n, k = sum(m[0] for m in ms), len(ms)
    grand = mp.fsum(m[0] * m[1] for m in ms) / n
    between = mp.fsum(m[0] * (m[1] - grand) ** 2 for m in ms)
    within = mp.fsum(m[2] for m in ms)
    f = between / (k - 1) / (within / (n - k))
    return f, k - 1, n - k, f_sf(f, k - 1, n - k)


def welch(groups):
    ms = [moments(g) for g in groups]
    k = len(ms)
    w = [n * (n - 1) / m2 for n, _, m2 in ms]
    mean = mp.fsum(wi * m[1] for wi, m in zip(w, ms)) / mp.fsum(w)
    a = mp.fsum(wi * (m[1] - mean) ** 2 for wi, m in zip(w, ms)) / (k - 1)
    s = mp.fsum((1 - wi / mp.fsum(w)) ** 2 / (m[0] - 1) for wi, m in zip(w, ms))
    f = a / (1 + mp.mpf(2 * (k - 2)) / (k * k - 1) * s)
    df2 = (k * k - 1) / (3 * s)
    return f, k - 1, df2, f_sf(f, k - 1, df2)


def rank_parts(groups):
    ranks = st.rankdata(np.concatenate(groups))
    _, counts = np.unique(np.concatenate(groups), return_counts=True)
    ties = int((counts**3 - counts).sum())
    parts = np.split(ranks, np.cumsum([len(g) for g in groups])[:-1])
    return [(len(p), mp.mpf(float(p.sum()))) for p in parts], ties


def kruskal(groups):
    parts, ties = rank_parts(groups)
    n = sum(p[0] for p in parts)
    h = mp.mpf(12) / (n * (n + 1)) * mp.fsum((r - c * mp.mpf(n + 1) / 2) ** 2 / c for c, r in parts)
    h /= 1 - mp.mpf(ties) / (n**3 - n)
    return h, len(parts) - 1, chi2_sf(h, len(parts) - 1)


def median(values):
    xs = sorted(mp.mpf(x) for x in values)
    m = len(xs) // 2
    return xs[m] if len(xs) % 2 else (xs[m - 1] + xs[m]) / 2


def deviations(groups, centre):
    return [[abs(mp.mpf(x) - centre(g)) for x in g] for g in groups]


def bartlett(groups):
    ms = [moments(g) for g in groups]
    n, k = sum(m[0] for m in ms), len(ms)
    pooled = mp.fsum(m[2] for m in ms) / (n - k)
    top = (n - k) * mp.log(pooled) - mp.fsum((m[0] - 1) * mp.log(m[2] / (m[0] - 1)) for m in ms)
    bottom = 1 + (mp.fsum(mp.mpf(1) / (m[0] - 1) for m in ms) - mp.mpf(1) / (n - k)) / (3 * (k - 1))
    b = top / bottom
    return b, k - 1, chi2_sf(b, k - 1)


def dunn(groups):
    parts, ties = rank_parts(groups)
    n = sum(p[0] for p in parts)
    variance = mp.mpf(n * (n + 1)) / 12 - mp.mpf(ties) / (12 * (n - 1))
    rows = []
    for i, (ci, ri) in enumerate(parts):
        for j in range(i + 1, len(parts)):
            cj, rj = parts[j]
            z = (ri / ci - rj / cj) / mp.sqrt(variance * (mp.mpf(1) / ci + mp.mpf(1) / cj))
            rows.append({"z": z, "p": normal_p(z)})
    return rows


def fields(values):
    return dict(zip(("statistic", "dfBetween", "dfWithin", "pValue"), values))


cases = []
with np.errstate(all="ignore"):
    for name, groups in data_sets():
        varied = all(len(g) > 1 and moments(g)[2] > 0 for g in groups)
        case = {"name": name, "groups": groups}
        anova = f_test(groups)
        if anova[0] > 0 and anova[0] < 1e6:
            agree(anova[3], st.f_oneway(*groups).pvalue, 1e-5, name)
        case["anova"] = fields(anova)
        if varied:
            w = welch(groups)
            theirs = anova_oneway(groups, use_var="unequal", welch_correction=True)
            agree(w[0], theirs.statistic, 1e-6, name) if w[0] > 1e-10 else None
            case["welch"] = fields(w)
            case["bartlett"] = dict(zip(("statistic", "df", "pValue"), bartlett(groups)))
            if float(case["bartlett"]["statistic"]) > 1e-9:
                agree(case["bartlett"]["pValue"], st.bartlett(*groups).pvalue, 1e-6, name)
            else:
                case["bartlett"]["statistic"] = 0
                case["bartlett"]["pValue"] = 1
        case["kruskal"] = dict(zip(("statistic", "df", "pValue"), kruskal(groups)))
        agree(case["kruskal"]["pValue"], st.kruskal(*groups).pvalue, 1e-8, name)
        for centre, middle in (("mean", lambda g: moments(g)[1]), ("median", median)):
            spread = deviations(groups, middle)
            if sum(moments(g)[2] for g in spread) > mp.mpf(10) ** -25 * max(moments(g)[1] for g in spread) ** 2:
                levene = f_test(spread)
                if levene[0] > 1e-8:
                    agree(levene[3], st.levene(*groups, center=centre).pvalue, 1e-5, name)
                case["levene-" + centre] = fields(levene)
        case["dunn"] = dunn(groups)
        theirs = posthocs.posthoc_dunn([np.array(g) for g in groups]).to_numpy()
        agree(case["dunn"][0]["p"], theirs[0, 1], 1e-7, name)
        if anova[0] > 0 and len(groups) < 6 and name in ("ordinary", "unequal", "tied", "tiny groups", "skewed", "far tail"):
            for key, equal in (("tukey", True), ("gamesHowell", False)):
                if not equal and not varied:
                    continue
                answer = st.tukey_hsd(*[np.array(g) for g in groups], equal_var=equal)
                interval = answer.confidence_interval(0.95)
                case[key] = [
                    {"difference": answer.statistic[i, j], "p": answer.pvalue[i, j], "low": interval.low[i, j], "high": interval.high[i, j]}
                    for i in range(len(groups))
                    for j in range(i + 1, len(groups))
                ]
        cases.append(case)
write(__file__, cases)
