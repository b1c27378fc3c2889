"""
Rank tests. Exact p-values by counting every assignment in whole numbers, checked with R's wilcox.test where there are
no ties; asymptotic ones by SciPy; shifts by listing all differences, their intervals by R; Brunner-Munzel by SciPy.
"""

import itertools
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import numpy as np
from scipy import stats

from golden_file import write_golden
from sample_sets import exponentials, integers, lognormals, normals

ALTERNATIVES = ["two-sided", "less", "greater"]

R_WILCOX = """
input <- file(commandArgs(TRUE)[1], "r")
numbers <- function(text) as.numeric(strsplit(text, " ")[[1]])
while (length(line <- readLines(input, n = 1)) > 0) {
  parts <- strsplit(line, ";")[[1]]
  one <- parts[1] == "signed"
  x <- numbers(parts[2])
  y <- if (one) NULL else numbers(parts[3])
  w <- wilcox.test(x, y, exact = TRUE, conf.int = TRUE)
  cat(sprintf("%.17g %.17g %.17g %.17g\\n", w$p.value, w$estimate, w$conf.int[1], w$conf.int[2]))
}
cat(R.version$major, ".", R.version$minor, "\\n", sep = "")
"""


def wilcox_in_r(lines):
    with tempfile.TemporaryDirectory() as folder:
        script, data = pathlib.Path(folder, "wilcox.R"), pathlib.Path(folder, "samples.txt")
        script.write_text(R_WILCOX)
        data.write_text("\n".join(lines) + "\n")
        out = subprocess.run(["Rscript", script, data], capture_output=True, text=True, check=True).stdout.split("\n")
    return [[float(part) for part in line.split()] for line in out[: len(lines)]], out[len(lines)]


def tails(counts, observed):
    total = sum(counts.values())
    less = Fraction(sum(c for s, c in counts.items() if s <= observed), total)
    greater = Fraction(sum(c for s, c in counts.items() if s >= observed), total)
    return [float(min(Fraction(1), 2 * min(less, greater))), float(less), float(greater)]


def choices(scores, size):
    """Counts of the sums of all choices of `size` scores, in whole numbers."""
    table = [dict() for _ in range(size + 1)]
    table[0][0] = 1
    for score in scores:
        for k in range(size, 0, -1):
            for s, c in table[k - 1].items():
                table[k][s + score] = table[k].get(s + score, 0) + c
    return table[size]


def subsets(scores):
    counts = {0: 1}
    for score in scores:
        for s, c in list(counts.items()):
            counts[s + score] = counts.get(s + score, 0) + c
    return counts


def text(values):
    return " ".join(repr(float(v)) for v in values)


def mann_whitney(a, b):
    ranks = stats.rankdata(list(a) + list(b))
    scores = [int(round(2 * r)) for r in ranks]
    out = {"statistic": float(stats.mannwhitneyu(a, b).statistic)}
    out["shift"] = float(np.median(np.subtract.outer(a, b)))
    if len(scores) <= 60:
        out["exact"] = tails(choices(scores, len(a)), sum(scores[: len(a)]))
    if len(set(ranks)) > 1:
        for name, correct in (("continuity", True), ("plain", False)):
            out[name] = [
                float(stats.mannwhitneyu(a, b, use_continuity=correct, alternative=alt, method="asymptotic").pvalue)
                for alt in ALTERNATIVES
            ]
    return out


def brunner_munzel(a, b):
    r = [stats.brunnermunzel(a, b, alternative=alt) for alt in ALTERNATIVES]
    px = np.mean([np.mean(np.sign(x - np.asarray(b)) / 2 + 0.5) for x in a])
    return {"statistic": -float(r[0].statistic), "p": [float(x.pvalue) for x in r], "superiority": float(px)}


def signed_rank(d):
    out = {}
    for zeros in ("wilcox", "pratt", "zsplit"):
        x = np.array([v for v in d if v != 0]) if zeros == "wilcox" else np.asarray(d)
        ranks = stats.rankdata(np.abs(x))
        moving = [int(round(2 * r)) for r, v in zip(ranks, x) if v != 0]
        if not moving:
            continue
        positive = sum(int(round(2 * r)) for r, v in zip(ranks, x) if v > 0)
        fixed = float(sum(r for r, v in zip(ranks, x) if v == 0) / 2) if zeros == "zsplit" else 0.0
        entry = {"statistic": positive / 2 + fixed}
        if len(moving) <= 60:
            entry["exact"] = tails(subsets(moving), positive)
        if zeros != "zsplit":
            for name, correct in (("continuity", True), ("plain", False)):
                entry[name] = [
                    float(stats.wilcoxon(d, zero_method=zeros, correction=correct, alternative=alt, method="asymptotic").pvalue)
                    for alt in ALTERNATIVES
                ]
        out[zeros] = entry
    walsh = [(x + y) / 2 for i, x in enumerate(d) for y in d[i:]]
    out["shift"] = float(np.median(walsh))
    return out


pairs = []
for na, nb in itertools.product([1, 2, 3, 5, 8, 13, 24], [1, 2, 4, 7, 11, 25]):
    pairs.append((f"normal {na}, {nb}", normals(na, na), [0.7 + z for z in normals(60 + nb, nb)]))
for na, nb, top in itertools.product([4, 9, 20], [5, 8, 22], [2, 4, 12]):
    pairs.append((f"tied {na}, {nb}, {top}", integers(na + top, na, top), integers(70 + nb + top, nb, top)))
for n, shift in itertools.product([60, 200], [0, 0.5, 3]):
    pairs.append((f"many {n}, apart {shift}", exponentials(n, n), [shift + e for e in exponentials(80 + n, n + 7)]))
pairs.append(("many, tied", integers(31, 150, 7), integers(32, 90, 8)))
pairs.append(("no overlap", [float(i) for i in range(12)], [float(i + 100) for i in range(13)]))
pairs.append(("no overlap, many", [i + 0.5 for i in range(700)], [i + 900.0 for i in range(600)]))
pairs.append(("lognormal", lognormals(33, 26, 3), lognormals(34, 24, 3)))

ones = []
for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 40, 50):
    ones.append((f"normal {n}", [0.4 + z for z in normals(90 + n, n)]))
for n, top in itertools.product([6, 12, 25, 45], [3, 5, 11]):
    ones.append((f"tied with zeros {n}, {top}", [x - top // 2 for x in integers(n + top, n, top)]))
for n in (60, 120, 300):
    ones.append((f"many {n}", [0.1 + z for z in normals(95 + n, n)]))
    ones.append((f"many tied {n}", [x - 3 for x in integers(96 + n, n, 9)]))
ones.append(("all positive", [float(i + 1) for i in range(45)]))

untied = [i for i, (_, a, b) in enumerate(pairs) if len(set(a + b)) == len(a + b) and len(a) + len(b) <= 50]
untied_ones = [i for i, (_, d) in enumerate(ones) if len(set(map(abs, d))) == len(d) <= 49 and 0 not in d]
lines = [f"two;{text(pairs[i][1])};{text(pairs[i][2])}" for i in untied]
lines += [f"signed;{text(ones[i][1])}" for i in untied_ones]
from_r, r_version = wilcox_in_r(lines)

cases = []
for i, (about, a, b) in enumerate(pairs):
    case = {"about": about, "kind": "two", "a": a, "b": b, "mannWhitney": mann_whitney(a, b)}
    if i in untied:
        p, estimate, low, high = from_r[untied.index(i)]
        assert abs(p - case["mannWhitney"]["exact"][0]) <= 1e-9 * p, about
        case["mannWhitney"]["interval"] = [low, high]
    if min(len(a), len(b)) >= 2 and "no overlap" not in about:
        bm = brunner_munzel(a, b)
        if np.isfinite(bm["statistic"]):
            case["brunnerMunzel"] = bm
    cases.append(case)
for i, (about, d) in enumerate(ones):
    case = {"about": about, "kind": "one", "d": d, "signedRank": signed_rank(d)}
    if i in untied_ones:
        p, estimate, low, high = from_r[len(untied) + untied_ones.index(i)]
        assert abs(p - case["signedRank"]["wilcox"]["exact"][0]) <= 1e-9 * p, about
        case["signedRank"]["interval"] = [low, high]
    cases.append(case)
write_golden(__file__, ["numpy", "scipy"], cases, {"R": r_version})
