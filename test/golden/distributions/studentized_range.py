"""Studentised range: exact for two groups (a t distribution), else by the trapezoidal rule in mpmath at fine steps; SciPy,
whose adaptive integrals are good to about 1e-10 absolute, is asked to agree wherever its value is larger than that."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats

from tails import log_t_density, row, t_tails
from golden_file import write_golden

mp.mp.dps = 22
STEP = mp.mpf(1) / 5
NODES = [STEP * i for i in range(-45, 135)]
DENSITY = [mp.npdf(z) for z in NODES]
CDF = [mp.ncdf(z) for z in NODES]
SMALL = mp.mpf(10) ** -18


def normal_range(k, w):
    """Density, lower and upper tail of the range of k normals."""
    if w > 36:
        return mp.mpf(0), mp.mpf(1), mp.mpf(0)
    density = below = above = mp.mpf(0)
    for z, f, c in zip(NODES, DENSITY, CDF):
        if z > 9 + w / 2:
            break
        outside = mp.ncdf(z - w)
        inside = c - outside
        below += f * inside ** (k - 1)
        above += f * (c ** (k - 1) - inside ** (k - 1))
        density += f * mp.npdf(z - w) * inside ** (k - 2)
    return STEP * k * (k - 1) * density, STEP * k * below, STEP * k * above


def studentized(k, df, q):
    """The mean of the range's density and tails over the scale, by steps in its logarithm."""
    n = mp.mpf(df) / 2
    step = mp.mpf("0.4") / mp.sqrt(2 * df + 2 * min(q, 8) ** 2)
    constant = mp.log(2) + n * mp.log(n) - n - mp.loggamma(n)
    sums = [mp.mpf(0)] * 3
    u = mp.mpf(0)
    while n * (2 * u - mp.expm1(2 * u)) > -90:
        u += step
    terms = None
    while terms is None or u > 0 or any(term > SMALL * total or total == 0 for term, total in zip(terms, sums)):
        weight = mp.exp(constant + n * (2 * u - mp.expm1(2 * u))) * step
        s = mp.exp(u)
        density, below, above = normal_range(k, q * s)
        terms = [weight * s * density, weight * below, weight * above]
        sums = [total + term for total, term in zip(sums, terms)]
        u -= step
    return sums


def agrees_with_scipy(k, df, q, lower):
    found = stats.studentized_range.cdf(q, k, df)
    if abs(found - float(lower)) > 1e-10:
        raise SystemExit(f"SciPy differs at {k} groups, df {df}, q {q}: {found} {float(lower)}")


MANY = [
    (3, 10, [0.05, 2, 3.877, 8, 40]),
    (3, 2, [8.33, 200]),
    (4, 12, [0.3, 4.2, 15]),
    (5, 120, [2.5, 4, 7]),
    (10, 20, [1, 5, 30]),
    (10, 500, [4.5, 9]),
    (20, 8, [6, 25]),
]
TWO = [(1, [0.01, 1, 18, 1e4]), (5, [0.02, 1, 3.6, 60]), (30, [0.5, 2.9, 25]), (1000, [2.8, 9]), (1e5, [0.1, 2.8, 12])]

cases = []
root = mp.sqrt(2)
for df, qs in TWO:
    for q in qs:
        upper = 2 * t_tails(df, q / root)[1]
        log_density = log_t_density(df, q / root) + mp.log(2) - mp.log(2) / 2
        cases.append(row("studentizedRange", [2, df], q, log_density, (1 - upper, upper)))
for k, df, qs in MANY:
    for q in qs:
        density, lower, upper = studentized(k, df, mp.mpf(q))
        agrees_with_scipy(k, df, q, lower)
        cases.append(row("studentizedRange", [k, df], q, mp.log(density), (lower, upper)))
        print(k, df, q, flush=True)
write_golden(__file__, ["mpmath", "scipy"], cases)
