"""Noncentral t, chi-squared and F distributions: mixtures summed in mpmath, with digits for what cancels."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp

from tails import beta_tails, gamma_tails, normal_tails, row
from golden_file import write_golden

WORKING = 420
SMALLEST = mp.mpf(10) ** -370


def poisson_terms(mean):
    """(j, weight) from 0 until the weights no longer matter."""
    weight, j = mp.exp(-mean), 0
    while j < mean or weight > SMALLEST:
        yield j, weight
        j += 1
        weight *= mean / j


def mixture(mean, first_lower, first_step, ratio, first_log_density, density_ratio):
    """(log density, tails) of a Poisson mixture whose lower tails fall by known steps."""
    lower, step, density = first_lower, first_step, mp.exp(first_log_density)
    below = above = total = mp.mpf(0)
    for j, weight in poisson_terms(mean):
        below += weight * lower
        above += weight * (1 - lower)
        total += weight * density
        lower -= step
        step *= ratio(j + 1)
        density *= density_ratio(j + 1)
    return mp.log(total), (below, above)


def chi_squared(df, ncp, x):
    with mp.workdps(WORKING):
        a, z = mp.mpf(df) / 2, mp.mpf(x) / 2
        step = mp.exp(a * mp.log(z) - z - mp.loggamma(a + 1))
        log_density = (a - 1) * mp.log(z) - z - mp.loggamma(a) - mp.log(2)
        lower = gamma_tails(a, z)[0]
        return mixture(mp.mpf(ncp) / 2, lower, step, lambda j: z / (a + j), log_density, lambda j: z / (a + j - 1))


def fisher(df1, df2, ncp, x):
    with mp.workdps(WORKING):
        a, b, x = mp.mpf(df1) / 2, mp.mpf(df2) / 2, mp.mpf(x)
        share = df1 * x / (df1 * x + df2)
        log_mass = a * mp.log(share) + b * mp.log1p(-share) - mp.log(mp.beta(a, b))
        lower = beta_tails(a, b, share, 1 - share)[0]
        return mixture(
            mp.mpf(ncp) / 2,
            lower,
            mp.exp(log_mass) / a,
            lambda j: share * (a + b + j - 1) / (a + j),
            log_mass - mp.log(x),
            lambda j: share * (a + b + j - 1) / (a + j - 1),
        )


def t_tails(df, ncp, x):
    """Lenth's series (AS 243)."""
    if x < 0:
        return t_tails(df, -ncp, -x)[::-1]
    with mp.workdps(WORKING):
        b, ncp, x = mp.mpf(df) / 2, mp.mpf(ncp), mp.mpf(x)
        share = x * x / (x * x + df)
        rest = 1 - share
        half = ncp * ncp / 2
        tail = lambda a: beta_tails(a, b, share, rest)[0]
        step = lambda a: mp.exp(a * mp.log(share) + b * mp.log(rest)) / (a * mp.beta(a, b))
        even, odd = mp.mpf(1) / 2, mp.mpf(1)
        lower_even, lower_odd, step_even, step_odd = tail(even), tail(odd), step(even), step(odd)
        p, q = mp.exp(-half), ncp * mp.exp(-half) * mp.sqrt(2 / mp.pi)
        below = normal_tails(-ncp)[0]
        above = normal_tails(ncp)[0]
        j = 0
        while j < half + 10 or abs(p) > SMALLEST:
            below += (p * lower_even + q * lower_odd) / 2
            above -= (p * lower_even + q * lower_odd) / 2
            lower_even -= step_even
            lower_odd -= step_odd
            step_even *= share * (even + b) / (even + 1)
            step_odd *= share * (odd + b) / (odd + 1)
            even += 1
            odd += 1
            j += 1
            p *= half / j
            q *= half / (j + mp.mpf(1) / 2)
        return below, above


def student(df, ncp, x):
    tails = t_tails(df, ncp, x)
    with mp.workdps(WORKING):
        wider = t_tails(df + 2, ncp, x * mp.sqrt(1 + mp.mpf(2) / df))
        smaller = 0 if tails[0] < tails[1] else 1
        density = df / mp.mpf(x) * (wider[smaller] - tails[smaller]) * (1 if smaller == 0 else -1)
        return mp.log(density), tails


CASES = [
    ("noncentralChiSquared", chi_squared, (3, 5), [0.001, 0.5, 4, 8, 30, 100, 600]),
    ("noncentralChiSquared", chi_squared, (0.5, 0.01), [0.01, 1, 20, 200]),
    ("noncentralChiSquared", chi_squared, (1, 30), [0.01, 2, 30, 80, 400]),
    ("noncentralChiSquared", chi_squared, (100, 10), [10, 60, 110, 200, 800]),
    ("noncentralChiSquared", chi_squared, (10, 500), [50, 300, 510, 800, 1500]),
    ("noncentralChiSquared", chi_squared, (4, 5000), [3000, 4800, 5000, 5400, 8000]),
    ("noncentralF", fisher, (3, 20, 5), [0.001, 0.1, 1, 3, 10, 100, 1e6]),
    ("noncentralF", fisher, (1, 4, 0.3), [0.01, 1, 30, 1e4]),
    ("noncentralF", fisher, (2, 1000, 12), [0.01, 2, 7, 20, 80]),
    ("noncentralF", fisher, (30, 5, 100), [0.1, 1, 4, 50, 1e4]),
    ("noncentralF", fisher, (5, 60, 400), [5, 40, 80, 150, 500]),
    ("noncentralF", fisher, (200, 300, 50), [0.3, 1, 1.3, 2, 6]),
    ("noncentralT", student, (10, 2), [-20, -3, -0.5, 0.5, 2, 5, 20, 1000]),
    ("noncentralT", student, (1, 0.5), [-100, -1, 1, 10, 1e5]),
    ("noncentralT", student, (2.5, -3), [-1000, -10, -3, -0.5, 1, 20]),
    ("noncentralT", student, (30, 6), [0.5, 2, 5, 7, 12, 60]),
    ("noncentralT", student, (3, 30), [4, 15, 30, 80, 1e4]),
    ("noncentralT", student, (1000, 3), [-4, 0.5, 2.5, 4, 8, 20]),
    ("noncentralT", student, (100, -1.5), [-12, -4, -1, 1, 5]),
    ("noncentralT", student, (8, 12), [1, 6, 12, 25, 300]),
]

cases = []
for name, of, parameters, xs in CASES:
    for x in xs:
        log_density, tails = of(*parameters, x)
        cases.append(row(name, parameters, x, log_density, tails))
write_golden(__file__, ["mpmath"], cases)
