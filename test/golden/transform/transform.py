"""Box-Cox and Yeo-Johnson lambdas: roots of the likelihood's derivative in 40 digits, near those SciPy finds."""

import pathlib
import sys

import mpmath as mp
import numpy as np
from scipy import stats

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from golden_file import write_golden
from seeded import Stream

mp.mp.dps = 40


def box_cox(x, lam):
    return mp.log(x) if lam == 0 else (mp.mpf(x) ** lam - 1) / lam


def yeo_johnson(x, lam):
    if x >= 0:
        return box_cox(1 + mp.mpf(x), lam)
    return -box_cox(1 - mp.mpf(x), 2 - lam)


def log_likelihood(values, lam, f, jacobian):
    y = [f(v, lam) for v in values]
    n = len(y)
    mean = sum(y) / n
    return (lam - 1) * jacobian - mp.mpf(n) / 2 * mp.log(sum((v - mean) ** 2 for v in y) / n)


def case(kind, seed, n, shape, values):
    positive = kind == "box-cox"
    f = box_cox if positive else yeo_johnson
    jacobian = sum(mp.log(v) if positive else mp.sign(v) * mp.log1p(abs(v)) for v in map(mp.mpf, values))
    target = lambda lam: log_likelihood(values, lam, f, jacobian)
    near = float(stats.boxcox(values)[1] if positive else stats.yeojohnson(values)[1])
    root = mp.findroot(lambda lam: mp.diff(target, lam, h=mp.mpf(10) ** -12), (near - 1e-4, near + 1e-4), tol=1e-20)
    assert abs(root - near) < 1e-4, (root, near)
    image = f(mp.mpf(values[0]), root)
    return {"kind": kind, "seed": seed, "n": n, "shape": shape, "lambda": float(root),
            "logLikelihood": float(target(root)), "image": float(image)}


cases = []
for seed in range(1, 41):
    n = [6, 25, 80][seed % 3]
    shape = [0.3, 1, 2.5, -1][seed % 4]
    z = Stream(seed).normals(n)
    x = np.array([round(v * 1e4) / 1e4 for v in (np.abs(np.array(z) + 4) + 0.1)])
    values = np.array([float(v) ** 2 if shape == 2.5 else float(v) for v in x])
    cases.append(case("box-cox", seed, n, shape, values))
    signed = np.array([v * 3 if v > 0 else v for v in z]) if shape != 1 else np.array(z)
    cases.append(case("yeo-johnson", seed, n, shape, signed))
write_golden(__file__, ["scipy", "mpmath", "numpy"], cases)
