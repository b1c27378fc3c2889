# The reference's side of bench/forecast: the same series, one after another, as JSON on standard output.
Sys.setenv(TZ = "UTC")
suppressMessages(library(prophet))
args <- commandArgs(TRUE)
numbers <- as.numeric(args[-1])
count <- numbers[1]
n <- numbers[2]
steps <- numbers[3]
samples <- numbers[4]
begin <- as.POSIXct(numbers[5], origin = "1970-01-01", tz = "GMT")
values <- matrix(readBin(file.path(args[1], "hourly.f64"), "double", count * n, endian = "little"), nrow = n)
hours <- begin + 3600 * (seq_len(n + steps) - 1)
now <- function() as.numeric(Sys.time()) * 1000
array <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
fit <- predicted <- widths <- numeric(count)
means <- character(count)
for (i in seq_len(count)) {
  began <- now()
  m <- suppressMessages(prophet(data.frame(ds = hours[seq_len(n)], y = values[, i]), interval.width = 0.8, uncertainty.samples = samples))
  fitted <- now()
  p <- suppressMessages(predict(m, data.frame(ds = hours[n + seq_len(steps)])))
  fit[i] <- fitted - began
  predicted[i] <- now() - fitted
  means[i] <- array(p$yhat)
  widths[i] <- mean(p$yhat_upper - p$yhat_lower)
}
cat(sprintf('{"by": "R prophet %s", "fitMs": %s, "predictMs": %s, "means": [%s], "widths": %s}', packageVersion("prophet"),
  array(fit), array(predicted), paste(means, collapse = ","), array(widths)))
