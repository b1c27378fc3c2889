# Fixed and automatic models of R's forecast for the series of arima-series.R: coefficients with errors, criteria, ten
# steps ahead. `exact` is the fixed model with a prior variance of the unknown values before the first that is a thousand
# times R's, which comes close to none. `seconds` is the processor's time of the search. Some minutes.
suppressMessages(library(forecast))
script <- normalizePath(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(dirname(script), "../seeded.R"))
source(file.path(dirname(script), "arima-series.R"))

digits <- function(x) signif(as.numeric(x), 10)
described <- function(fit, ahead = 10) {
  arma <- fit$arma
  f <- forecast(fit, h = ahead, level = c(80, 95))
  list(
    order = arma[c(1, 6, 2, 3, 7, 4)], names = names(fit$coef), coefficients = digits(fit$coef),
    errors = digits(sqrt(diag(as.matrix(fit$var.coef)))), sigma2 = scalar(digits(fit$sigma2)),
    logLik = scalar(digits(fit$loglik)), aic = scalar(digits(fit$aic)), aicc = scalar(digits(fit$aicc)),
    bic = scalar(digits(fit$bic)), method = scalar(f$method), residual = scalar(digits(tail(fit$residuals, 1))),
    mean = digits(f$mean), low80 = digits(f$lower[, 1]), high80 = digits(f$upper[, 1]), low95 = digits(f$lower[, 2]),
    high95 = digits(f$upper[, 2])
  )
}

# short ones first; the file grows case by case
cases <- list()
for (spec in series[order(sapply(series, function(s) s$period))]) {
  x <- series_of(spec)
  o <- spec$order
  fixed_with <- function(...) Arima(x, order = o[1:3], seasonal = o[4:6], include.constant = o[7] == 1, ...)
  fixed <- tryCatch(fixed_with(), error = function(e) fixed_with(method = "ML"))
  exact <- tryCatch(fixed_with(kappa = 1e9), error = function(e) fixed_with(kappa = 1e9, method = "ML"))
  seconds <- system.time(chosen <- auto.arima(x))[["user.self"]]
  message(spec$id, " ", round(seconds, 1), " s ", forecast:::arima.string(chosen))
  cases[[length(cases) + 1]] <- list(
    id = scalar(spec$id), file = scalar(spec$file), column = scalar(spec$column), period = scalar(spec$period),
    log = scalar(spec$log), last = if (is.null(spec$last)) NULL else scalar(spec$last), n = scalar(length(x)),
    constant = scalar(o[7] == 1), fixed = described(fixed),
    exact = described(exact),
    auto = described(chosen), seconds = scalar(round(seconds, 2))
  )
  dump_cases("arima.json", c("forecast"), cases)
}
