"""t tests by mpmath from the doubles: statistics, degrees of freedom, p-values to 1e-300; intervals by SciPy's t quantiles."""

import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats

from golden_file import write_golden
from sample_sets import exponentials, integers, lognormals, normals

mp.mp.dps = 60


def moments(values):
    x = [mp.mpf(v) for v in values]
    mean = sum(x) / len(x)
    return len(x), mean, sum((v - mean) ** 2 for v in x)


def upper(t, df):
    """P(T > |t|)"""
    return mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def answer(value, se, df, null):
    t = (value - null) / se
    tail = upper(t, df)
    less, greater = (tail, 1 - tail) if t < 0 else (1 - tail, tail)
    half = mp.mpf(float(stats.t.isf(0.025, float(df)))) * se
    bound = mp.mpf(float(stats.t.isf(0.05, float(df)))) * se
    return {
        "statistic": float(t), "df": float(df), "estimate": float(value), "se": float(se),
        "p": [float(2 * tail), float(less), float(greater)],
        "interval": [float(value - half), float(value + half)],
        "upperBound": float(value + bound), "lowerBound": float(value - bound),
    }


def welch(a, b, null):
    (na, ma, sa), (nb, mb, sb) = moments(a), moments(b)
    va, vb = sa / (na - 1) / na, sb / (nb - 1) / nb
    df = (va + vb) ** 2 / (va**2 / (na - 1) + vb**2 / (nb - 1))
    return answer(ma - mb, mp.sqrt(va + vb), df, null)


def student(a, b, null):
    (na, ma, sa), (nb, mb, sb) = moments(a), moments(b)
    df = mp.mpf(na + nb - 2)
    return answer(ma - mb, mp.sqrt((sa + sb) / df * (mp.mpf(1) / na + mp.mpf(1) / nb)), df, null)


def one_sample(a, null):
    n, mean, ss = moments(a)
    return answer(mean, mp.sqrt(ss / (n - 1) / n), mp.mpf(n - 1), null)


pairs = []
for (i, na), nb in itertools.product(enumerate([2, 3, 5, 10, 40]), [2, 4, 9, 33]):
    pairs.append((f"normal {na}, {nb}", normals(i + na, na), [0.3 + 2 * z for z in normals(50 + nb, nb)]))
for shift in (1, 5, 20, 80):
    pairs.append((f"apart by {shift} sd", normals(1, 30), [shift + z for z in normals(2, 45)]))
for n, shift in ((120, 25), (180, 16), (180, 20), (180, 24), (180, 27)):
    pairs.append((f"far apart by {shift}, {n}", normals(3, n), [shift + z for z in normals(4, n)]))
pairs.append(("variances far apart", normals(5, 12), [1e4 * z for z in normals(6, 15)]))
pairs.append(("far from 0", [1e9 + z for z in normals(7, 20)], [1e9 + 0.5 + z for z in normals(8, 25)]))
pairs.append(("huge", [1e80 * z for z in normals(9, 10)], [1e80 * (1 + z) for z in normals(10, 10)]))
pairs.append(("tiny", [1e-70 * z for z in normals(11, 10)], [1e-70 * (1 + z) for z in normals(12, 10)]))
pairs.append(("tied", integers(13, 30, 4), integers(14, 22, 5)))
pairs.append(("exponential", exponentials(15, 25), exponentials(16, 40)))
pairs.append(("lognormal", lognormals(17, 60), lognormals(18, 35)))
pairs.append(("shares", integers(19, 50, 2), integers(20, 60, 2)))
pairs.append(("one group without spread", [2.0] * 5, normals(21, 8)))

cases = []
for about, a, b in pairs:
    null = 0.0 if about in ("huge", "tiny") else 0.25
    case = {"about": about, "a": a, "b": b, "null": null}
    case["welch"], case["student"] = welch(a, b, null), student(a, b, null)
    case["oneSample"] = one_sample(b, null)
    n = min(len(a), len(b))
    # The differences are rounded as the product rounds them
    case["paired"] = one_sample([x - y for x, y in zip(a[:n], b[:n])], null)
    if "far apart" not in about and "spread" not in about:
        check = stats.ttest_ind([x - null for x in a], b, equal_var=False)
        assert abs(check.statistic - case["welch"]["statistic"]) < 1e-6 * max(1, abs(check.statistic)), about
    cases.append(case)
write_golden(__file__, ["scipy", "mpmath"], cases)
