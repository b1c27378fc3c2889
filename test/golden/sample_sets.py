"""Samples that the generators share: ordinary, extreme, tied, tiny, huge and degenerate, always the same ones."""

import math


def uniforms(seed, n):
    """The linear congruential generator of the golden values of the notebook (x 1664525 + 1013904223 mod 2^32)."""
    out, x = [], seed
    for _ in range(n):
        x = (1664525 * x + 1013904223) % 2**32
        out.append(x / 2**32)
    return out


def normals(seed, n):
    """Box and Muller's cosine of pairs of those."""
    u = uniforms(seed, 2 * n)
    return [math.sqrt(-2 * math.log(1 - u[2 * i])) * math.cos(2 * math.pi * u[2 * i + 1]) for i in range(n)]


def exponentials(seed, n):
    return [-math.log(1 - u) for u in uniforms(seed, n)]


def lognormals(seed, n, sigma=1.5):
    return [math.exp(sigma * z) for z in normals(seed, n)]


def integers(seed, n, top):
    """Heavily tied: whole numbers from 0 to top - 1."""
    return [float(int(u * top)) for u in uniforms(seed, n)]


def cauchys(seed, n):
    return [math.tan(math.pi * (u - 0.5)) for u in uniforms(seed, n)]


def families():
    """(name, values) of one-sample cases."""
    cases = []
    for n in (3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 20, 21, 35, 50, 77):
        cases.append((f"normal {n}", normals(n, n)))
        cases.append((f"exponential {n}", exponentials(100 + n, n)))
    for n in (10, 25, 60):
        cases.append((f"lognormal {n}", lognormals(200 + n, n)))
        cases.append((f"cauchy {n}", cauchys(300 + n, n)))
        cases.append((f"uniform {n}", uniforms(400 + n, n)))
        cases.append((f"integers below 3, {n}", integers(500 + n, n, 3)))
        cases.append((f"integers below 10, {n}", integers(600 + n, n, 10)))
        cases.append((f"far from 0, {n}", [1e9 + z for z in normals(700 + n, n)]))
        cases.append((f"very far from 0, {n}", [1e14 + 10 * z for z in normals(800 + n, n)]))
        cases.append((f"tiny {n}", [1e-40 * z for z in normals(900 + n, n)]))
        cases.append((f"huge {n}", [1e40 * z for z in normals(1000 + n, n)]))
        cases.append((f"one outlier {n}", normals(1100 + n, n - 1) + [1e6]))
        cases.append((f"negative {n}", [-5 - e for e in exponentials(1200 + n, n)]))
    cases.append(("twelve orders of magnitude", [10.0**k for k in range(-6, 7)]))
    cases.append(("cancelling", [1e16, 1.0, -1e16, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]))
    cases.append(("two values", [0.0] * 9 + [1.0] * 4))
    return cases
