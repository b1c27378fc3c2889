"""One and two proportions in 40 digits; every kind checked against statsmodels."""
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import numpy as np
from exact import agree, normal_p, write, z_quantile
from scipy.optimize import brentq, minimize_scalar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.proportion import test_proportions_2indep as two_test

rng = np.random.default_rng(1927)
Z = z_quantile(mp.mpf("0.025"))


def wilson(x, n, z=Z):
    p = mp.mpf(x) / n
    centre, half = p + z * z / (2 * n), z * mp.sqrt(p * (1 - p) / n + z * z / (4 * mp.mpf(n) ** 2))
    return [(centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)]


def clopper(x, n):
    def bound(a, b, target, start):
        f = lambda v: mp.log(mp.betainc(a, b, 0, v, regularized=True) / target)
        return mp.re(mp.findroot(f, mp.mpf(start)))

    low, high = proportion_confint(x, n, method="beta")
    q = mp.mpf("0.025")
    return [
        mp.mpf(0) if x == 0 else bound(x, n - x + 1, q, low),
        mp.mpf(1) if x == n else 1 - bound(n - x, x + 1, q, 1 - high),
    ]


def wald(x1, n1, x2, n2):
    p1, p2 = mp.mpf(x1) / n1, mp.mpf(x2) / n2
    se = mp.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return [max(mp.mpf(-1), p2 - p1 - Z * se), min(mp.mpf(1), p2 - p1 + Z * se)]


def newcombe(x1, n1, x2, n2):
    p1, p2, (l1, u1), (l2, u2) = mp.mpf(x1) / n1, mp.mpf(x2) / n2, wilson(x1, n1), wilson(x2, n2)
    return [p2 - p1 - mp.sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2), p2 - p1 + mp.sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)]


def restricted(x1, n1, x2, n2, d):
    """The first share of greatest likelihood: the root of (x1 - n1 p) q (1 - q) + (x2 - n2 q) p (1 - p), q = p + d
    (Miettinen and Nurminen 1985, appendix I).
    """
    l3 = mp.mpf(n1) + n2
    l2 = -(mp.mpf(x1) + x2) - n1 * (1 - 2 * d) - n2 * (1 - d)
    l1 = x1 * (1 - 2 * d) - n1 * d * (1 - d) + x2 - n2 * d
    l0 = x1 * d * (1 - d)
    v = (l2 / (3 * l3)) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    u = mp.sqrt(max(mp.mpf(0), (l2 / (3 * l3)) ** 2 - l1 / (3 * l3))) * (1 if v >= 0 else -1)
    w = (mp.pi + mp.acos(max(mp.mpf(-1), min(mp.mpf(1), v / u**3 if u != 0 else mp.mpf(1))))) / 3
    return min(max(2 * u * mp.cos(w) - l2 / (3 * l3), max(mp.mpf(0), -d)), min(mp.mpf(1), 1 - d))


def highest(x1, n1, x2, n2, d):
    """The same by search."""
    terms = lambda p: ((x1, p), (n1 - x1, 1 - p), (x2, p + d), (n2 - x2, 1 - p - d))
    lack = lambda p: -sum(c * math.log(max(v, 1e-300)) for c, v in terms(p) if c > 0)
    return minimize_scalar(lack, bounds=(max(0, -d), min(1, 1 - d)), method="bounded", options={"xatol": 1e-10}).x


def score_z(x1, n1, x2, n2, d):
    p1 = restricted(x1, n1, x2, n2, d)
    p2 = min(mp.mpf(1), max(mp.mpf(0), p1 + d))
    n = mp.mpf(n1 + n2)
    variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
    return (mp.mpf(x2) / n2 - mp.mpf(x1) / n1 - d) / mp.sqrt(variance)


def score(x1, n1, x2, n2):
    ends = []
    observed = x2 / n2 - x1 / n1
    for sign in (1, -1):
        f = lambda d: score_z(x1, n1, x2, n2, d) - sign * Z
        edge, inner = -sign * (1 - 1e-12), observed - sign * 1e-9
        if abs(inner) >= 1 or f(mp.mpf(edge)) * sign <= 0:
            ends.append(mp.mpf(-sign))
            continue
        guess = brentq(lambda d: float(f(mp.mpf(d))), edge, inner, xtol=1e-12)
        ends.append(mp.findroot(f, (mp.mpf(guess) - mp.mpf("1e-10"), mp.mpf(guess) + mp.mpf("1e-10")), solver="anderson", tol=mp.mpf(10) ** -50, maxsteps=40, verify=False))
    return ends


singles = [(2160, 18000), (0, 10), (10, 10), (1, 1), (0, 1), (3, 7), (50, 100), (1, 100000), (99999, 100000), (123456, 98765432), (5, 10**9)]
singles += [(int(rng.integers(0, n + 1)), n) for n in (5, 12, 30, 200, 3000) for _ in range(4)]
pairs = [(2160, 18000, 2484, 18000), (44700 // 2, 44700, 45489 // 2, 45489), (3, 20, 9, 25), (0, 15, 4, 15), (0, 12, 0, 9), (10, 10, 9, 9), (0, 10, 8, 8), (12, 12, 0, 7)]
pairs += [(1, 1000, 3, 1200), (499, 500, 480, 500), (50, 100, 50, 100), (17489, 145274, 17264, 145310), (100000, 10**6, 140000, 10**6), (1, 2, 1, 3)]
for n in (6, 15, 40, 150, 2000, 50000):
    for _ in range(6):
        n1, n2 = int(rng.integers(n // 2, n + 1)), int(rng.integers(n // 2, n + 1))
        pairs.append((int(rng.binomial(n1, rng.random())), n1, int(rng.binomial(n2, rng.random())), n2))

cases = []
for x, n in singles:
    w = wilson(x, n)
    for ours, theirs in zip(w, proportion_confint(x, n, method="wilson")):
        agree(ours, theirs, 1e-7, (x, n), 1e-12)
    cases.append({"kind": "single", "successes": x, "trials": n, "wilson": w, "clopperPearson": clopper(x, n) if n <= 5000 else None})
for x1, n1, x2, n2 in pairs:
    case = {"kind": "pair", "counts": [x1, n1, x2, n2], "wald": wald(x1, n1, x2, n2), "agresti-caffo": wald(x1 + 1, n1 + 2, x2 + 1, n2 + 2)}
    case["newcombe"] = newcombe(x1, n1, x2, n2)
    for method, name in (("agresti-caffo", "agresti-caffo"), ("newcomb", "newcombe")):
        for ours, theirs in zip(case[name], confint_proportions_2indep(x2, n2, x1, n1, method=method, compare="diff")):
            if abs(theirs) < 1:
                agree(ours, theirs, 1e-6, (method, x1, n1, x2, n2), 1e-9)
    if 0 < x1 + x2 < n1 + n2:
        case["score"] = score(x1, n1, x2, n2)
        for end in case["score"]:  # statsmodels' restricted shares miss the maximum (its interval of 2/4, 3/4 is 0.006 off)
            if abs(end) < 1 and n1 < 10**5:
                ours, best = restricted(x1, n1, x2, n2, end), highest(x1, n1, x2, n2, float(end))
                agree(ours, best, 1e-5, (x1, n1, x2, n2), 1e-6)
        pooled = mp.mpf(x1 + x2) / (n1 + n2)
        difference = mp.mpf(x2) / n2 - mp.mpf(x1) / n1
        z = difference / mp.sqrt(pooled * (1 - pooled) * (mp.mpf(1) / n1 + mp.mpf(1) / n2))
        agree(z, proportions_ztest([x2, x1], [n2, n1])[0], 1e-9, "", 1e-12)
        case["tests"] = {"pooled": [z, normal_p(z), normal_p(z, "greater"), normal_p(z, "less")]}
        z *= mp.sqrt(mp.mpf(n1 + n2 - 1) / (n1 + n2))
        case["tests"]["score"] = [z, normal_p(z), normal_p(z, "greater"), normal_p(z, "less")]
        p1, p2 = mp.mpf(x1) / n1, mp.mpf(x2) / n2
        own = mp.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        if own > 0:
            z = difference / own
            case["tests"]["unpooled"] = [z, normal_p(z), normal_p(z, "greater"), normal_p(z, "less")]
    if x1 > 0 and x2 > 0:
        ratio = mp.mpf(x2) * n1 / n2 / x1
        factor = mp.exp(Z * mp.sqrt(mp.mpf(1) / x1 - mp.mpf(1) / n1 + mp.mpf(1) / x2 - mp.mpf(1) / n2))
        case["ratio"] = [ratio, ratio / factor, ratio * factor]
        if factor > 1:
            for ours, theirs in zip(case["ratio"][1:], confint_proportions_2indep(x2, n2, x1, n1, method="log", compare="ratio")):
                agree(ours, theirs, 1e-7)
    cases.append(case)
write(__file__, cases)
