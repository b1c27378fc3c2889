# STL and MSTL with exponential smoothing of the seasonally adjusted series: R's stlm.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
source(file.path(dirname(normalizePath(script)), "series.R"))
suppressMessages(library(forecast))

cases <- list()
kept <- c(1, 2, 12, 25, 30)
add <- function(name, y, periods) {
  f <- stlm(y)
  g <- forecast(f, h = 30, level = 95)
  cases[[length(cases) + 1]] <<- list(series = scalar(name), periods = periods, method = scalar(f$model$method),
    aicc = scalar(f$model$aicc), mean = g$mean[kept], high95 = g$upper[kept])
}
for (name in c("AirPassengers", "UKgas", "USAccDeaths", "nottem")) {
  y <- read_base(name)
  add(name, y, frequency(y))
}
for (row in hourly[1:6]) {
  y <- read_hourly(row)
  add(paste0("H", row), y, 24)
  add(paste0("H", row), msts(as.numeric(y), seasonal.periods = c(24, 168)), c(24, 168))
  add(paste0("H", row), ts(as.numeric(y), frequency = 168), 168)
}
dump_cases("stlm.json", "forecast", cases)
