# Forecasts of R's package forecast for hourly series: reads {series: [{id, values}], horizon, period, method} as JSON from
# the file named first, writes {by, forecasts: [{id, mean}]} to standard output. The defaults of both functions.
suppressMessages({library(forecast); library(jsonlite); library(parallel)})
asked <- fromJSON(commandArgs(TRUE)[1], simplifyVector = FALSE)
one <- function(series) {
  y <- ts(unlist(series$values), frequency = asked$period)
  fit <- if (asked$method == "ets") ets(y) else auto.arima(y)
  list(id = series$id, mean = as.numeric(forecast(fit, h = asked$horizon)$mean))
}
forecasts <- mclapply(asked$series, one, mc.cores = asked$threads, mc.preschedule = FALSE)
cat(toJSON(list(by = paste("R forecast", packageVersion("forecast")), forecasts = forecasts), auto_unbox = TRUE, digits = NA))
