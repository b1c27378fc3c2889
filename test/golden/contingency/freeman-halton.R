# Fisher's exact test of tables of any size by stats::fisher.test (network algorithm), 17 digits. Run: Rscript freeman-halton.R
set.seed(1951)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
job <- matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4, 4)
tables <- list(
  matrix(c(3, 1, 1, 3), 2), matrix(c(8, 2, 1, 5), 2), matrix(c(3, 0, 0, 0, 3, 0, 0, 0, 3), 3), matrix(c(2, 2, 2, 2, 2, 2), 2),
  matrix(c(0, 5, 3, 1, 4, 0), 2), matrix(c(1, 0, 0, 6, 2, 1, 0, 3, 4), 3), job
)
for (size in list(c(2, 3), c(2, 5), c(2, 8), c(3, 3), c(3, 4), c(4, 4), c(3, 5))) for (mean in c(0.8, 2, 3)) {
  counts <- rpois(prod(size), mean * rep(c(0.5, 1.5), length.out = prod(size)))
  table <- matrix(counts, size[1], size[2])
  if (all(rowSums(table) > 0) && all(colSums(table) > 0)) tables <- c(tables, list(table))
}
row <- function(x) paste0("[", paste(x, collapse = ", "), "]")
lines <- character()
for (table in tables) {
  p <- fisher.test(table, workspace = 2e7)$p.value
  lines <- c(lines, sprintf('{"table": [%s], "pValue": %s}', paste(apply(table, 1, row), collapse = ", "), formatC(p, digits = 17, format = "g")))
}
head <- sprintf('{"generator": "contingency/freeman-halton.R", "versions": {"R": "%s"}, "cases": [', getRversion())
writeLines(c(head, paste0(lines, c(rep(",", length(lines) - 1), "")), "]}"), file.path(here, "freeman-halton.json"))
