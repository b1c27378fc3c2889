# The reference's side of automatic ARIMA in bench/forecast: the same series, one after another, as JSON on standard output.
suppressMessages(library(forecast))
args <- commandArgs(TRUE)
numbers <- as.numeric(args[-1])
count <- numbers[1]
n <- numbers[2]
steps <- numbers[3]
values <- matrix(readBin(file.path(args[1], "hourly.f64"), "double", count * n, endian = "little"), nrow = n)
now <- function() as.numeric(Sys.time()) * 1000
array <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
fit <- predicted <- widths <- numeric(count)
means <- character(count)
for (i in seq_len(count)) {
  began <- now()
  m <- auto.arima(ts(values[, i], frequency = 24))
  fitted <- now()
  p <- forecast(m, h = steps, level = 80)
  fit[i] <- fitted - began
  predicted[i] <- now() - fitted
  means[i] <- array(p$mean)
  widths[i] <- mean(p$upper - p$lower)
}
cat(sprintf('{"by": "auto.arima of R forecast %s", "fitMs": %s, "predictMs": %s, "means": [%s], "widths": %s}', packageVersion("forecast"),
  array(fit), array(predicted), paste(means, collapse = ","), array(widths)))
