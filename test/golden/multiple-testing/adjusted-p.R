# Adjusted p-values by stats::p.adjust, 17 digits. Run: Rscript adjusted-p.R
set.seed(1992)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
vectors <- list(
  c(0.01), c(0.01, 0.02), c(0.04, 0.03, 0.02), c(0, 1, 0.5, 0), rep(0.03, 5), rep(1, 4), c(1e-300, 1e-200, 1e-10, 0.2),
  c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)
)
for (n in c(2, 3, 5, 8, 13, 30, 100)) {
  vectors <- c(vectors, list(signif(runif(n), 4), signif(rbeta(n, 0.3, 2), 4), round(runif(n), 1), signif(10^(-20 * runif(n)), 4)))
}
number <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g"), collapse = ", "), "]")
methods <- c(bonferroni = "bonferroni", holm = "holm", hochberg = "hochberg", hommel = "hommel", bh = "BH", by = "BY")
lines <- character()
for (p in vectors) for (m in names(methods)) {
  lines <- c(lines, sprintf('{"correction": "%s", "p": %s, "adjusted": %s}', m, number(p), number(p.adjust(p, methods[[m]]))))
}
head <- sprintf('{"generator": "multiple-testing/adjusted-p.R", "versions": {"R": "%s"}, "cases": [', getRversion())
writeLines(c(head, paste0(lines, c(rep(",", length(lines) - 1), "")), "]}"), file.path(here, "adjusted-p.json"))
