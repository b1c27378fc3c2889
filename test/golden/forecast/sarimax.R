# Regressions with ARIMA errors, series with gaps, and differences chosen by tests, of R's forecast. Gaps are filtered with a
# prior variance of the values before the first that is a thousand times R's (see arima.R).
suppressMessages(library(forecast))
script <- normalizePath(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(dirname(script), "../seeded.R"))
source(file.path(dirname(script), "arima-series.R"))

digits <- function(x) signif(as.numeric(x), 10)
described <- function(fit, future = NULL, ahead = 10) {
  f <- if (is.null(future)) forecast(fit, h = ahead, level = 95) else forecast(fit, xreg = future, level = 95)
  list(
    order = fit$arma[c(1, 6, 2, 3, 7, 4)], names = names(fit$coef), coefficients = digits(fit$coef),
    errors = digits(sqrt(diag(as.matrix(fit$var.coef)))), sigma2 = scalar(digits(fit$sigma2)),
    aic = scalar(digits(fit$aic)), aicc = scalar(digits(fit$aicc)), method = scalar(f$method), mean = digits(f$mean),
    low95 = digits(f$lower[, 1]), high95 = digits(f$upper[, 1])
  )
}
column <- function(name) as.numeric(read.csv(file.path(data_folder, "r_base/Seatbelts.csv"))[[name]])

cases <- list()
add <- function(...) cases[[length(cases) + 1]] <<- list(...)

drivers <- log(column("drivers"))
petrol <- column("PetrolPrice")
law <- column("law")
known <- 1:180
future <- cbind(PetrolPrice = petrol[181:190], law = law[181:190])
x <- ts(drivers[known], frequency = 12)
xreg <- cbind(PetrolPrice = petrol[known], law = law[known])
add(
  id = scalar("Seatbelts, two regressors and a mean"),
  model = described(Arima(x, c(1, 0, 1), c(0, 1, 1), xreg = xreg), future),
  second = described(Arima(x, c(2, 0, 0), c(1, 0, 0), xreg = xreg), future),
  auto = described(auto.arima(x, xreg = xreg), future)
)

passengers <- ts(log(as.numeric(read.csv(file.path(data_folder, "r_base/AirPassengers.csv"))$value)), frequency = 12)
passengers[c(5, 40, 41, 42, 77, 100)] <- NA
add(
  id = scalar("log AirPassengers with gaps"),
  model = described(Arima(passengers, c(0, 1, 1), c(0, 1, 1), kappa = 1e9)),
  second = described(Arima(passengers, c(2, 0, 0), c(0, 1, 1), include.drift = TRUE, kappa = 1e9))
)

chosen <- lapply(series, function(spec) {
  x <- series_of(spec)
  D <- if (spec$period == 1) 0 else nsdiffs(x, max.D = 1)
  seasonal <- if (D > 0) diff(x, spec$period) else x
  list(
    id = scalar(spec$id), d = scalar(ndiffs(seasonal, max.d = 2)), D = scalar(D),
    strength = if (spec$period == 1) NULL else scalar(digits(forecast:::seas.heuristic(x)))
  )
})
add(id = scalar("differences"), chosen = chosen)
dump_cases("sarimax.json", c("forecast"), cases)
