"""Natural breaks by dynamic programming over all breaks in exact fractions; quantile bins of pandas."""

import pathlib
import sys
from fractions import Fraction

import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from golden_file import write_golden
from seeded import Stream, rounded


def squares(part):
    mean = sum(part) / len(part)
    return sum((v - mean) ** 2 for v in part)


def natural(values, count):
    v = sorted(Fraction(round(x * 10000), 10000) for x in values)
    n = len(v)
    best = [[None] * (n + 1) for _ in range(count + 1)]
    best[0][0] = Fraction(0)
    sums = [[None] * (n + 1) for _ in range(n)]
    for i in range(n):
        s, q = Fraction(0), Fraction(0)
        for j in range(i, n):
            s, q = s + v[j], q + v[j] ** 2
            sums[i][j + 1] = q - s * s / (j + 1 - i)
    for k in range(1, count + 1):
        for j in range(k, n + 1):
            best[k][j] = min(best[k - 1][i] + sums[i][j] for i in range(k - 1, j) if best[k - 1][i] is not None)
    return float(best[count][n]), float(squares(v))


cases = []
for seed in range(1, 41):
    n = [12, 30, 60][seed % 3]
    digits = [0, 1, 4][seed % 3]
    values = [rounded(10 * x, digits) for x in Stream(seed).normals(n)]
    for count in [2, 3, 5]:
        within, total = natural(values, count)
        codes = pd.qcut(values, count, labels=False, duplicates="drop")
        cases.append({"seed": seed, "n": n, "digits": digits, "count": count, "within": within, "fit": 1 - within / total,
                      "quantileCounts": [int((codes == b).sum()) for b in range(int(codes.max()) + 1)]})
write_golden(__file__, ["pandas"], cases)
