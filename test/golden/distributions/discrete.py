"""Binomial, negative binomial, Poisson, geometric and hypergeometric distributions by mpmath; places by SciPy."""

import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats

from tails import beta_tails, gamma_tails, row
from golden_file import write_golden

LOWER = [1e-250, 1e-60, 1e-10, 1e-3, 0.3, 0.6]
UPPER = [0.1, 1e-4, 1e-10, 1e-60, 1e-250]


def log_choose(n, k):
    return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def log_binomial_mass(n, p, k):
    return log_choose(mp.mpf(n), k) + k * mp.log(p) + (n - k) * mp.log1p(-mp.mpf(p))


def binomial_tails(n, p, k):
    return beta_tails(k + 1, n - k, p, 1 - mp.mpf(p))[::-1] if k < n else (mp.mpf(1), mp.mpf(0))


def log_negative_binomial_mass(r, p, k):
    r = mp.mpf(r)
    return mp.loggamma(r + k) - mp.loggamma(r) - mp.loggamma(k + 1) + r * mp.log(p) + k * mp.log1p(-mp.mpf(p))


def hypergeometric_mass(population, successes, draws, k):
    return mp.exp(
        log_choose(mp.mpf(successes), k)
        + log_choose(mp.mpf(population - successes), draws - k)
        - log_choose(mp.mpf(population), draws)
    )


def hypergeometric_tails(population, successes, draws, k):
    high = min(draws, successes)
    low = max(0, draws - (population - successes))

    def total(start, end, step):
        value = term = hypergeometric_mass(population, successes, draws, mp.mpf(start))
        i = start
        while i != end and term > 0:
            i += step
            if step > 0:
                term *= mp.mpf((successes - i + 1) * (draws - i + 1)) / (i * (population - successes - draws + i))
            else:
                term *= mp.mpf((i + 1) * (population - successes - draws + i + 1)) / ((successes - i) * (draws - i))
            value += term
        return value

    with mp.workdps(60):
        return total(k, low, -1), total(k + 1, high, 1) if k < high else mp.mpf(0)


FAMILIES = {
    "binomial": (
        [(1, 0.3), (10, 0.5), (10, 0.01), (100, 0.3), (1000, 0.999), (100000, 1e-4), (1000000, 0.5), (10000000, 0.25)],
        stats.binom,
        log_binomial_mass,
        binomial_tails,
    ),
    "negativeBinomial": (
        [(1, 0.3), (2.5, 0.1), (10, 0.5), (0.3, 0.9), (1000, 0.05), (0.01, 0.01)],
        stats.nbinom,
        log_negative_binomial_mass,
        lambda r, p, k: beta_tails(r, k + 1, p, 1 - mp.mpf(p)),
    ),
    "poisson": (
        [(0.01,), (0.5,), (3,), (10,), (100,), (1e4,), (1e6,)],
        stats.poisson,
        lambda m, k: k * mp.log(m) - m - mp.loggamma(k + 1),
        lambda m, k: gamma_tails(k + 1, m)[::-1],
    ),
    "geometric": (
        [(0.001,), (0.3,), (0.9,)],
        stats.geom,
        lambda p, k: (k - 1) * mp.log1p(-mp.mpf(p)) + mp.log(p),
        lambda p, k: (-mp.expm1(k * mp.log1p(-mp.mpf(p))), mp.exp(k * mp.log1p(-mp.mpf(p)))),
    ),
    "hypergeometric": (
        [(50, 10, 5), (1000, 300, 100), (20, 7, 12), (100000, 300, 2000), (1000000, 500000, 1000), (30, 25, 20)],
        stats.hypergeom,
        lambda n, s, d, k: mp.log(hypergeometric_mass(n, s, d, mp.mpf(k))),
        hypergeometric_tails,
    ),
}


def places(distribution):
    low, high = distribution.support()
    found = [distribution.ppf(p) for p in LOWER] + [distribution.isf(q) for q in UPPER]
    # at the ends of a wide support the sums of the reference are too long
    found += [low, low + 1, high - 1, high] if distribution.std() < 100 else []
    return sorted({int(k) for k in found if math.isfinite(k) and low <= k <= high and k < 1e9})


cases = []
for name, (settings, of_scipy, log_mass, tails) in FAMILIES.items():
    for parameters in settings:
        for k in places(of_scipy(*parameters)):
            cases.append(row(name, parameters, k, log_mass(*parameters, k), tails(*parameters, k)))
write_golden(__file__, ["mpmath", "scipy"], cases)
