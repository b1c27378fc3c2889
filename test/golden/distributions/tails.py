"""Reference values to 40 digits: every tail is summed from positive terms in mpmath."""

import mpmath as mp

DIGITS = 40
EXTRA = 340  # digits for a complement that may be as small as 1e-300
mp.mp.dps = DIGITS


def _complement(direct):
    """(direct, 1 - direct), computed again with more digits when the second is small."""
    value = direct()
    if 1 - value > mp.mpf(10) ** -5:
        return value, 1 - value
    with mp.workdps(DIGITS + EXTRA):
        value = direct()
        return value, 1 - value


def gamma_tails(a, x):
    """P(a, x) and Q(a, x)."""

    def direct():
        total = term = mp.mpf(1)
        n = mp.mpf(a)
        while term > total * mp.eps:
            n += 1
            term *= x / n
            total += term
        return total * mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))

    a, x = mp.mpf(a), mp.mpf(x)
    return _complement(direct) if x > 0 else (mp.mpf(0), mp.mpf(1))


def beta_tails(a, b, x, y):
    """I_x(a, b) and its complement; y = 1 - x."""
    a, b, x, y = map(mp.mpf, (a, b, x, y))
    if x > mp.mpf(1) / 2:
        return beta_tails(b, a, y, x)[::-1]

    def direct():
        total = term = mp.mpf(1)
        top, bottom = a + b, a + 1
        while term > total * mp.eps or top * x > bottom:
            term *= x * top / bottom
            total += term
            top += 1
            bottom += 1
        log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        return total * mp.exp(a * mp.log(x) + b * mp.log1p(-x) - log_beta) / a

    return _complement(direct) if x > 0 else (mp.mpf(0), mp.mpf(1))


def normal_tails(z):
    z = mp.mpf(z) / mp.sqrt(2)
    return mp.erfc(-z) / 2, mp.erfc(z) / 2


def t_tails(df, t):
    t = mp.mpf(t)
    with mp.workdps(DIGITS + EXTRA):
        y = t * t / (df + t * t)
        beyond = beta_tails(mp.mpf(df) / 2, mp.mpf(1) / 2, 1 - y, y)[0] / 2
        return (beyond, 1 - beyond) if t < 0 else (1 - beyond, beyond)


def log_t_density(df, x):
    df, x = mp.mpf(df), mp.mpf(x)
    return mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2 - (df + 1) / 2 * mp.log1p(x * x / df)


def f_tails(df1, df2, x):
    x = mp.mpf(x)
    with mp.workdps(DIGITS + EXTRA):
        total = df1 * x + df2
        return beta_tails(mp.mpf(df1) / 2, mp.mpf(df2) / 2, df1 * x / total, df2 / total)


def row(distribution, parameters, x, log_density, tails):
    """A case of the golden files; what is too small for a number keeps its logarithm."""
    lower, upper = tails
    log = lambda v: float(mp.log(v)) if v > 0 else float("-inf")
    return {
        "distribution": distribution,
        "parameters": parameters,
        "x": x,
        "logPdf": float(log_density),
        "cdf": float(lower),
        "sf": float(upper),
        "logCdf": log(lower),
        "logSf": log(upper),
    }


def short(x, digits=6):
    """A number near x with few decimal digits, so that the case is read as it was meant."""
    return float(f"{x:.{digits}g}")
