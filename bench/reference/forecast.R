# The references' side of bench/forecast: the series of the bench, one after another, by the model that the first argument
# names; times, means and mean widths of the interval as JSON on standard output.
Sys.setenv(TZ = "UTC")
args <- commandArgs(TRUE)
numbers <- as.numeric(args[-(1:2)])
count <- numbers[1]
n <- numbers[2]
steps <- numbers[3]
samples <- numbers[4]
begin <- as.POSIXct(numbers[5], origin = "1970-01-01", tz = "GMT")
values <- matrix(readBin(file.path(args[2], "hourly.f64"), "double", count * n, endian = "little"), nrow = n)
hours <- begin + 3600 * (seq_len(n + steps) - 1)

side <- switch(args[1],
  "auto.arima" = {
    suppressMessages(library(forecast))
    list(
      by = paste("auto.arima of R forecast", packageVersion("forecast")),
      fit = function(y) auto.arima(ts(y, frequency = 24)),
      predict = function(m) {
        p <- forecast(m, h = steps, level = 80)
        list(mean = p$mean, width = p$upper - p$lower)
      }
    )
  },
  "prophet" = {
    suppressMessages(library(prophet))
    list(
      by = paste("R prophet", packageVersion("prophet")),
      fit = function(y) suppressMessages(prophet(data.frame(ds = hours[seq_len(n)], y = y), interval.width = 0.8, uncertainty.samples = samples)),
      predict = function(m) {
        p <- suppressMessages(predict(m, data.frame(ds = hours[n + seq_len(steps)])))
        list(mean = p$yhat, width = p$yhat_upper - p$yhat_lower)
      }
    )
  },
  stop("no such model: ", args[1])
)

now <- function() as.numeric(Sys.time()) * 1000
array <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
fit <- predicted <- widths <- numeric(count)
means <- character(count)
for (i in seq_len(count)) {
  began <- now()
  m <- side$fit(values[, i])
  fitted <- now()
  p <- side$predict(m)
  fit[i] <- fitted - began
  predicted[i] <- now() - fitted
  means[i] <- array(p$mean)
  widths[i] <- mean(p$width)
}
cat(sprintf('{"by": "%s", "fitMs": %s, "predictMs": %s, "means": [%s], "widths": %s}', side$by,
  array(fit), array(predicted), paste(means, collapse = ","), array(widths)))
