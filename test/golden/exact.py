"""Distributions and solving in 40 digits for the generators beside this file."""
import math

import mpmath as mp
import numpy
import scipy.stats
from golden_file import write_golden

mp.mp.dps = 40


def z_quantile(q):
    """Upper quantile of the standard normal."""
    return mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(q))


def norm_sf(x):
    return mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2


def tail(sf, cdf, x, alternative):
    if alternative == "less":
        return cdf(x)
    if alternative == "greater":
        return sf(x)
    return 2 * sf(abs(x))


def normal_p(z, alternative="two-sided"):
    return tail(norm_sf, lambda x: norm_sf(-x), z, alternative)


def t_sf(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    half = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return half if t >= 0 else 1 - half


def t_p(t, df, alternative="two-sided"):
    return tail(lambda x: t_sf(x, df), lambda x: t_sf(-x, df), t, alternative)


def t_quantile(q, df):
    """Upper quantile."""
    start = float(scipy.stats.t.isf(float(q), float(df)))
    return mp.findroot(lambda x: mp.log(t_sf(x, df)) - mp.log(q), start)


def f_sf(f, df1, df2):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    return mp.betainc(df2 / 2, df1 / 2, 0, df2 / (df2 + df1 * f), regularized=True)


def chi2_sf(x, df):
    return mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)


def poisson_mixture(rate, part):
    """Sum over j of Poisson(j; rate) times part(j), from the mode outwards."""
    rate = mp.mpf(rate)
    mode = int(rate)
    total = mp.mpf(0)
    top = mp.exp(-rate + mode * mp.log(rate) - mp.loggamma(mode + 1)) if rate > 0 else mp.mpf(1)
    weight, j = top, mode
    while weight > mp.mpf(10) ** -22 and (rate > 0 or j == 0):
        total += weight * part(j)
        j += 1
        weight *= rate / j
    weight, j = top, mode
    while j > 0 and weight > mp.mpf(10) ** -22:
        weight *= j / rate
        j -= 1
        total += weight * part(j)
    return total


def ncx2_sf(x, df, ncp):
    with mp.workdps(24):
        return poisson_mixture(mp.mpf(ncp) / 2, lambda j: chi2_sf(x, df + 2 * j))


def ncf_sf(f, df1, df2, ncp):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    y = df2 / (df2 + df1 * f)
    with mp.workdps(24):
        return poisson_mixture(mp.mpf(ncp) / 2, lambda j: mp.betainc(df2 / 2, df1 / 2 + j, 0, y, regularized=True))


def nct_sf(t, df, ncp):
    """By integration over the chi variable."""
    t, df, ncp = mp.mpf(t), mp.mpf(df), mp.mpf(ncp)
    centre, width = mp.sqrt(df), mp.mpf(1) / mp.sqrt(2)
    log_scale = (1 - df / 2) * mp.log(2) - mp.loggamma(df / 2)
    density = lambda s: mp.exp(log_scale + (df - 1) * mp.log(s) - s * s / 2)
    low, high = max(mp.mpf(0), centre - 14 * width), centre + 16 * width
    points = [low + (high - low) * i / 8 for i in range(9)]
    with mp.workdps(22):
        return mp.quad(lambda s: norm_sf(t * s / mp.sqrt(df) - ncp) * density(s) if s > 0 else mp.mpf(0), points)


def solve(f, start, step=1e-3):
    """A zero near `start`."""
    with mp.workdps(22):
        return mp.findroot(f, (mp.mpf(start), mp.mpf(start) + mp.mpf(step)), tol=1e-17, maxsteps=8, verify=False)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (str, bool)) or value is None:
        return value
    if isinstance(value, (int, numpy.integer)):
        return int(value)
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def agree(ours, theirs, relative=1e-6, about="", absolute=1e-300):
    """Two sources must say the same before either is golden."""
    ours, theirs = float(ours), float(theirs)
    assert ours == theirs or abs(ours - theirs) <= relative * abs(theirs) + absolute, (about, ours, theirs)


def write(script, cases):
    write_golden(script, ["scipy", "statsmodels", "mpmath", "pingouin", "scikit-posthocs"], plain(cases))
