"""
Two-sample p-values by counting paths in whole numbers, ties included; one-sample ones by Fractions (Durbin's matrix as
Marsaglia, Tsang and Wang arrange it; Birnbaum and Tingey one-sided); the limit by SciPy.
"""

import itertools
import math
import pathlib
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import special, stats

from golden_file import write_golden
from sample_sets import exponentials, integers, normals

mp.mp.dps = 140


def steps_and_ends(a, b):
    pooled = sorted([(v, 0) for v in a] + [(v, 1) for v in b])
    i = j = above = below = 0
    ends = []
    for position, (value, group) in enumerate(pooled):
        i, j = (i + 1, j) if group == 0 else (i, j + 1)
        last = position + 1 == len(pooled) or pooled[position + 1][0] != value
        ends.append(last)
        if last:
            above, below = max(above, i * len(b) - j * len(a)), max(below, j * len(a) - i * len(b))
    return above, below, ends


def two_sample(a, b):
    nx, ny = len(a), len(b)
    above, below, ends = steps_and_ends(a, b)
    total = math.comb(nx + ny, nx)
    out = {}
    for name, steps, far in (
        ("two-sided", max(above, below), lambda d, s: abs(d) >= s),
        ("less", below, lambda d, s: -d >= s),
        ("greater", above, lambda d, s: d >= s),
    ):
        if steps == 0:
            out[name] = [0.0, 1.0]
            continue
        row = [0] * (ny + 1)
        for i in range(nx + 1):
            for j in range(ny + 1):
                inside = (1 if i + j == 0 else 0) + (row[j] if i else 0) + (row[j - 1] if j else 0)
                hit = i + j > 0 and ends[i + j - 1] and far(i * ny - j * nx, steps)
                row[j] = 0 if hit else inside
        out[name] = [steps / (nx * ny), float(Fraction(total - row[ny], total))]
    return out


def one_sided_sf(d, n):
    d = mp.mpf(d)
    return d * sum(
        mp.binomial(n, j) * (d + mp.mpf(j) / n) ** (j - 1) * (1 - d - mp.mpf(j) / n) ** (n - j)
        for j in range(int(mp.floor(n * (1 - d))) + 1)
    )


def two_sided_sf(d, n):
    d = mp.mpf(d)
    k = int(mp.floor(n * d)) + 1
    m, h = 2 * k - 1, k - n * d
    H = mp.matrix(m, m)
    for i in range(m):
        for j in range(m):
            if i - j + 1 >= 0:
                H[i, j] = mp.mpf(1)
    for i in range(m):
        H[i, 0] -= h ** (i + 1)
        H[m - 1, i] -= h ** (m - i)
    H[m - 1, 0] += (2 * h - 1) ** m if 2 * h - 1 > 0 else 0
    for i in range(m):
        for j in range(m):
            if i - j + 1 > 0:
                H[i, j] /= mp.factorial(i - j + 1)
    vector = mp.matrix(m, 1)
    vector[k - 1] = 1
    for step in range(1, n + 1):
        vector = H * vector * (mp.mpf(step) / n)
    return 1 - vector[k - 1]


cases = []
for (na, nb), shift in itertools.product([(1, 1), (2, 3), (4, 4), (5, 12), (10, 10), (17, 30), (60, 45)], [0, 1, 4]):
    a, b = normals(na + 1, na), [shift + z for z in normals(100 + nb, nb)]
    cases.append({"kind": "two", "about": f"{na}, {nb} apart {shift}", "a": a, "b": b, **two_sample(a, b)})
for (na, nb), top in itertools.product([(5, 6), (12, 9), (30, 40)], [2, 3, 8]):
    a, b = integers(na + top, na, top), integers(200 + nb + top, nb, top)
    cases.append({"kind": "two", "about": f"tied {na}, {nb}, {top}", "a": a, "b": b, **two_sample(a, b)})
a, b = [float(i) for i in range(90)], [i + 85.5 for i in range(80)]
cases.append({"kind": "two", "about": "hardly overlapping", "a": a, "b": b, **two_sample(a, b)})

for n in (1, 2, 3, 5, 10, 25, 40):
    grid = sorted({0.3 / n, 0.7 / n, 1.2 / n, *(x / math.sqrt(n) for x in (0.4, 0.6, 0.8, 1, 1.4, 1.9, 2.5, 3.5)), 0.55, 0.8, 0.97})
    for d in grid:
        if d < 1:
            exact = 1.0 if d <= 0.5 / n else float(two_sided_sf(d, n))
            assert abs(exact - stats.kstwo.sf(d, n)) < 1e-9, (n, d)
            cases.append({"kind": "distribution", "n": n, "d": d, "sf": exact, "oneSidedSf": float(one_sided_sf(d, n))})
for n, x in itertools.product((150, 400), (0.7, 1.2, 3)):
    d = x / math.sqrt(n)
    sf = float(two_sided_sf(d, n)) if x < 2 else float(stats.kstwo.sf(d, n))
    cases.append({"kind": "distribution", "n": n, "d": d, "sf": sf, "oneSidedSf": float(one_sided_sf(d, n))})
for x in (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.1, 1.17, 1.19, 1.3, 1.6, 2, 3, 5, 10, 18):
    cases.append({"kind": "limit", "x": x, "sf": float(special.kolmogorov(x))})
for n, scale in itertools.product((6, 30, 80), (1, 1.5)):
    values = [scale * e for e in exponentials(n, n)]
    entry = {alt: list(map(float, stats.kstest(values, "expon", alternative=alt, method="exact")[:2])) for alt in ("two-sided", "less", "greater")}
    cases.append({"kind": "one", "about": f"exponential {n} x {scale}", "values": values, **entry})
write_golden(__file__, ["scipy", "mpmath"], cases)
