"""The gamma, error and hypergeometric functions by mpmath."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import mpmath as mp

from golden_file import write_golden

mp.mp.dps = 60

ARGUMENTS = {
    "lgamma": [
        -1e5 - 0.5, -30.25, -3.3, -0.5, -1e-8, 1e-300, 1e-10, 0.01, 0.3, 0.4999, 0.5, 0.75, 0.999999, 1, 1.000001,
        1.4999, 1.5, 1.9999, 2, 2.0001, 2.5, 2.7, 3, 5.5, 7, 9.99, 10, 15.5, 50, 171.7, 1e3, 1e6, 1e10, 1e15, 1e300,
    ],
    "stirlingError": [1e-5, 0.1, 0.5, 0.99, 1, 1.5, 3, 7.3, 9.99, 10, 15, 100, 1e4, 1e8],
    "digamma": [1e-5, 0.1, 0.5, 1, 1.5, 3, 9.9, 10, 100, 1e8],
    "erf": [-6, -2, -0.5, -0.46875, -1e-10, 0, 1e-300, 1e-5, 0.1, 0.4, 0.46875, 0.47, 1, 2, 3.9, 4.1, 5.9],
    "erfc": [-6, -2, -0.3, 0, 1e-10, 0.2, 0.46, 0.47, 0.9, 1.5, 3, 3.99, 4, 4.01, 6, 10, 15.3, 20.7, 25, 26.2],
    "erfcx": [-20, -5, -1, -0.3, 0, 0.2, 0.47, 1, 3, 4, 5, 10, 100, 1e5, 1e150],
    "erfinv": [-0.999999, -0.9, -0.5, -1e-10, 1e-300, 1e-5, 0.1, 0.5, 0.84, 0.86, 0.99, 1 - 2**-30],
    "erfcinv": [1e-300, 1e-200, 1e-100, 1e-30, 1e-11, 1e-5, 0.01, 0.14, 0.16, 0.5, 0.9, 1, 1.3, 1.9, 1.9999],
    "log1pMinus": [-0.999999, -0.5, -0.4, -0.38, -0.1, -1e-3, -1e-10, 1e-12, 1e-5, 0.01, 0.3, 0.56, 0.58, 1, 10, 1e10],
    "log1mExp": [-1e-300, -1e-20, -1e-5, -0.5, -0.6931, -0.6932, -1, -10, -40, -700],
}


def erf_inverse(y):
    y = mp.mpf(y)
    return mp.erfinv(y)


def erfc_inverse(q):
    q = mp.mpf(q)
    start = mp.erfinv(1 - q) if q > 0.01 else mp.sqrt(-mp.log(q))
    return mp.findroot(lambda x: mp.log(mp.erfc(x)) - mp.log(q), start)


OF = {
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 1e4 and x > -100 else mp.re(mp.loggamma(mp.mpf(x))),
    "stirlingError": lambda x: mp.loggamma(mp.mpf(x) + 1) - (mp.mpf(x) + 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2,
    "digamma": lambda x: mp.digamma(mp.mpf(x)),
    "erf": mp.erf,
    "erfc": mp.erfc,
    "erfcx": lambda x: mp.exp(mp.mpf(x) ** 2) * mp.erfc(mp.mpf(x)) if x < 1e3 else 1 / (mp.mpf(x) * mp.sqrt(mp.pi)) * (1 - 1 / (2 * mp.mpf(x) ** 2)),
    "erfinv": erf_inverse,
    "erfcinv": erfc_inverse,
    "log1pMinus": lambda x: mp.log1p(mp.mpf(x)) - x,
    "log1mExp": lambda x: mp.log1p(-mp.exp(mp.mpf(x))) if x < -1 else mp.log(-mp.expm1(mp.mpf(x))),
}

PAIRS = {
    "logBeta": [
        (0.5, 0.5), (1, 1), (1e-5, 3), (2, 3), (0.1, 1e6), (9, 12), (30, 1e-3), (100, 200), (1e8, 0.5), (1e10, 1e10), (5, 1e15),
    ],
    "logChoose": [(5, 2), (52, 5), (1000, 500), (1e6, 3), (1e9, 5e8), (10.5, 2.5)],
}
OF_PAIR = {
    "logBeta": lambda a, b: mp.loggamma(mp.mpf(a)) + mp.loggamma(mp.mpf(b)) - mp.loggamma(mp.mpf(a) + mp.mpf(b)),
    "logChoose": lambda n, k: mp.loggamma(mp.mpf(n) + 1) - mp.loggamma(mp.mpf(k) + 1) - mp.loggamma(mp.mpf(n) - k + 1),
}

HYPERGEOMETRIC = [
    (*abc, x)
    for abc in [(0.5, 0.5, 1.5), (1, 2, 3), (0.5, 1, 4.25), (2, 3, 2.6), (5.5, 0.3, 11), (1, 1, 2), (10, 20, 35.5), (0.5, 0.5, 49)]
    for x in [-50, -3, -0.9, -0.3, 1e-10, 0.2, 0.6, 0.89, 0.91, 0.99, 0.9995, 0.99999]
] + [(-3, 2.5, 1.2, 0.7), (-5, 3, 2, -4), (-4, 7, -6, 0.5), (0.5, 0.5, 2, 1), (1, 1.5, 4, 1), (2, 3, 5.5, 0), (0, 3, 2, 0.5)]

cases = [{"name": name, "arguments": [x], "value": float(OF[name](x))} for name, xs in ARGUMENTS.items() for x in xs]
cases += [{"name": name, "arguments": pair, "value": float(OF_PAIR[name](*pair))} for name, pairs in PAIRS.items() for pair in pairs]
cases += [{"name": "hyp2f1", "arguments": case, "value": float(mp.hyp2f1(*map(mp.mpf, case)))} for case in HYPERGEOMETRIC]
write_golden(__file__, ["mpmath"], cases)
