# Mean, naive, seasonal naive, drift and Theta forecasts of R's forecast.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
source(file.path(dirname(normalizePath(script)), "series.R"))
suppressMessages(library(forecast))

cases <- list()
steps <- 30
kept <- c(1, 2, 12, 25, 30)
add <- function(name, method, f, ...) cases[[length(cases) + 1]] <<- list(series = scalar(name), method = scalar(method),
  mean = f$mean[kept], low80 = f$lower[kept, 1], high95 = f$upper[kept, 2], ...)
series <- all_series()
series$presidents <- read_base("presidents")
for (name in names(series)) {
  y <- series[[name]]
  if (!anyNA(y)) add(name, "mean", meanf(y, steps))
  add(name, "naive", naive(y, steps))
  add(name, "seasonal-naive", snaive(y, steps))
  add(name, "drift", rwf(y, steps, drift = TRUE))
  if (!anyNA(y)) {
    f <- thetaf(y, steps)
    add(name, "theta", f, alpha = scalar(f$model$alpha), drift = scalar(f$model$drift))
  }
}
dump_cases("naive.json", "forecast", cases)
