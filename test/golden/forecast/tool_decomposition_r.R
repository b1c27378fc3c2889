# stl and mstl of R: every third value of short series, each 17th of long ones. Robust fits leave the last value out: of an
# even number of distances R's Fortran does not find the median (its partial sort wants rising places and gets falling ones).
library(jsonlite)
suppressPackageStartupMessages(library(forecast))
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
series <- fromJSON(file.path(here, "tool_series.json"), simplifyVector = FALSE)$cases
numbers <- function(x, step) I(signif(as.numeric(x)[seq(1, length(x), by = step)], 14))
cases <- list()
for (s in series) {
  values <- as.numeric(unlist(s$values)); periods <- as.integer(unlist(s$periods))
  if (length(periods) == 0) next
  step <- if (length(values) < 250) 3 else 17
  for (robust in c(FALSE, TRUE)) for (window in list("periodic", 7, 21)) {
    fit <- stl(ts(if (robust) values[-length(values)] else values, frequency = periods[1]), s.window = window, robust = robust)
    parts <- fit$time.series
    cases[[length(cases) + 1]] <- list(series = s$name, method = "stl", robust = robust, period = periods[1], step = step,
      seasonalWindow = window, trend = numbers(parts[, "trend"], step), season = numbers(parts[, "seasonal"], step),
      remainder = numbers(parts[, "remainder"], step), weights = if (robust) numbers(fit$weights, step))
  }
  fit <- mstl(msts(values, seasonal.periods = periods))
  cases[[length(cases) + 1]] <- list(series = s$name, method = "mstl", step = step, trend = numbers(fit[, "Trend"], step),
    seasons = lapply(grep("^Seasonal", colnames(fit)), function(j) numbers(fit[, j], step)),
    remainder = numbers(fit[, "Remainder"], step))
}
head <- list(generator = "tool_decomposition_r.R", versions = list(R = as.character(getRversion()), forecast = as.character(packageVersion("forecast"))))
lines <- vapply(cases, function(case) toJSON(case, auto_unbox = TRUE, digits = I(14), null = "null"), "")
text <- sub("\\}$", "", toJSON(head, auto_unbox = TRUE))
writeLines(paste0(text, ", \"cases\": [\n", paste(lines, collapse = ",\n"), "\n]}"), file.path(here, "tool_decomposition_r.json"))
cat("tool_decomposition_r.R:", length(cases), "cases\n")
