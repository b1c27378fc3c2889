"""Normal, t, F, chi-squared, beta, gamma, lognormal, exponential and Weibull distributions by mpmath; moments by SciPy."""

import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp
from scipy import stats

from tails import beta_tails, f_tails, gamma_tails, log_t_density, normal_tails, row, short, t_tails
from golden_file import write_golden

LOWER = [1e-250, 1e-100, 1e-30, 1e-10, 1e-4, 0.01, 0.2, 0.5]
UPPER = [0.2, 0.01, 1e-4, 1e-10, 1e-30, 1e-100, 1e-250]


def log_gamma_density(shape, scale, x):
    z = mp.mpf(x) / mp.mpf(scale)
    return (shape - 1) * mp.log(z) - z - mp.loggamma(shape) - mp.log(scale)


def log_beta_density(a, b, x):
    a, b, x = map(mp.mpf, (a, b, x))
    return (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b))


def log_f_density(df1, df2, x):
    d1, d2, x = map(mp.mpf, (df1, df2, x))
    log_beta = mp.loggamma(d1 / 2) + mp.loggamma(d2 / 2) - mp.loggamma((d1 + d2) / 2)
    return d1 / 2 * mp.log(d1 / d2) + (d1 / 2 - 1) * mp.log(x) - (d1 + d2) / 2 * mp.log1p(d1 * x / d2) - log_beta


def log_normal_density(mean, sd, x):
    mean, sd, x = map(mp.mpf, (mean, sd, x))
    return -(((x - mean) / sd) ** 2) / 2 - mp.log(2 * mp.pi) / 2 - mp.log(sd)


def standard(mean, sd, x):
    return (mp.mpf(x) - mp.mpf(mean)) / mp.mpf(sd)


def weibull_tails(shape, scale, x):
    hazard = (mp.mpf(x) / mp.mpf(scale)) ** mp.mpf(shape)
    return -mp.expm1(-hazard), mp.exp(-hazard)


def log_weibull_density(shape, scale, x):
    c, z = mp.mpf(shape), mp.mpf(x) / mp.mpf(scale)
    return mp.log(c / mp.mpf(scale)) + (c - 1) * mp.log(z) - z**c


def scaled_gamma_tails(shape, scale, x):
    return gamma_tails(shape, mp.mpf(x) / mp.mpf(scale))


FAMILIES = {
    "normal": (
        [(0, 1), (3, 2.5), (-1e6, 0.001)],
        lambda m, s: stats.norm(m, s),
        log_normal_density,
        lambda m, s, x: normal_tails(standard(m, s, x)),
    ),
    "studentT": (
        [(0.1,), (0.5,), (1,), (2,), (2.5,), (5,), (10,), (30,), (100,), (1000,), (1e5,), (1e8,)],
        stats.t,
        log_t_density,
        t_tails,
    ),
    "fisherF": (
        [(1, 1), (2, 10), (10, 2), (3, 17), (50, 60), (1, 1000), (1000, 1000), (0.5, 4), (1e5, 1e5), (4, 1e6)],
        stats.f,
        log_f_density,
        f_tails,
    ),
    "chiSquared": (
        [(0.1,), (0.5,), (1,), (2,), (3,), (10,), (39,), (50,), (100,), (1000,), (1e5,)],
        stats.chi2,
        lambda df, x: log_gamma_density(mp.mpf(df) / 2, 2, x),
        lambda df, x: scaled_gamma_tails(mp.mpf(df) / 2, 2, x),
    ),
    "gamma": (
        [(0.05, 1), (0.5, 2), (1, 1), (3, 0.1), (19.9, 1), (20, 1), (25, 3), (5000, 1), (1e6, 1)],
        lambda a, s: stats.gamma(a, scale=s),
        lambda a, s, x: log_gamma_density(mp.mpf(a), s, x),
        scaled_gamma_tails,
    ),
    "beta": (
        [(0.5, 0.5), (1, 3), (2, 5), (0.1, 0.2), (30, 40), (1000, 20), (0.5, 300), (1e5, 2e5)],
        stats.beta,
        log_beta_density,
        lambda a, b, x: beta_tails(a, b, x, 1 - mp.mpf(x)),
    ),
    "logNormal": (
        [(0, 1), (2, 0.1), (-3, 2.5)],
        lambda m, s: stats.lognorm(s, scale=math.exp(m)),
        lambda m, s, x: log_normal_density(m, s, mp.log(mp.mpf(x))) - mp.log(mp.mpf(x)),
        lambda m, s, x: normal_tails(standard(m, s, mp.log(mp.mpf(x)))),
    ),
    "exponential": (
        [(0.125,), (1,), (30,)],
        lambda rate: stats.expon(scale=1 / rate),
        lambda rate, x: log_weibull_density(1, 1 / mp.mpf(rate), x),
        lambda rate, x: weibull_tails(1, 1 / mp.mpf(rate), x),
    ),
    "weibull": (
        [(0.5, 1), (1.5, 3), (10, 0.2)],
        lambda c, s: stats.weibull_min(c, scale=s),
        log_weibull_density,
        weibull_tails,
    ),
}


def places(distribution):
    found = [distribution.ppf(p) for p in LOWER] + [distribution.isf(q) for q in UPPER]
    low, high = distribution.support()
    kept = {short(x) for x in found if math.isfinite(x) and 1e-290 < abs(x) < 1e290}
    return sorted(x for x in kept if low < x < high)


cases = []
for name, (settings, of_scipy, log_density, tails) in FAMILIES.items():
    for parameters in settings:
        for x in places(of_scipy(*parameters)):
            cases.append(row(name, parameters, x, log_density(*parameters, x), tails(*parameters, x)))
write_golden(__file__, ["mpmath", "scipy"], cases)
