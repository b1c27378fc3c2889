# R prophet on the real series of prophet_examples (TIDEMARK_TEST_DATA, else ../shared/data beside the project). Options
# stand in the cases as the product names them. Stan's search ends at kinks of the Laplace prior, up to two units of the log
# posterior below the optimum: from there it is climbed by reweighted least squares, and R prophet predicts from the top.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
Sys.setenv(TZ = "UTC")
suppressMessages(library(prophet))
root <- dirname(dirname(dirname(dirname(normalizePath(script)))))
data.dir <- Sys.getenv("TIDEMARK_TEST_DATA", file.path(root, "..", "shared", "data"))
CLIMBS <- 3000
SAMPLES <- 10000
# where the trend is most of the width, quantiles of as many futures are 1 % off
SAMPLES_OF_TREND <- 60000

s <- scalar
n <- function(...) list(...)
wp <- function(name) paste0("example_", name, ".csv.gz")
peyton <- n(file = s(wp("wp_log_peyton_manning")), column = s("y"), every = s(1), horizon = s(365))
pages <- n(file = s(wp("wp_log_R")), column = s("y"), every = s(1), horizon = s(365))
outliers1 <- n(file = s(wp("wp_log_R_outliers1")), column = s("y"), every = s(1), horizon = s(365))
outliers2 <- n(file = s(wp("wp_log_R_outliers2")), column = s("y"), every = s(1), horizon = s(365))
air <- n(file = s(wp("air_passengers")), column = s("y"), every = s(1), horizon = s(24))
retail <- n(file = s(wp("retail_sales")), column = s("y"), every = s(1), horizon = s(36))
yosemite <- n(file = s(wp("yosemite_temps")), column = s("y"), every = s(12), horizon = s(168))
covid <- n(file = s(wp("pedestrians_covid")), column = s("y"), every = s(1), horizon = s(60))
hourly <- n(file = s(wp("pedestrians_multivariate")), column = s("location_4"), every = s(1), horizon = s(72))

holiday <- function(name, days, before = 0, after = 0, ...) {
  lapply(days, function(day) n(name = s(name), day = s(day), before = s(before), after = s(after), ...))
}
superbowl <- holiday("superbowl", c("2010-02-07", "2014-02-02", "2016-02-07"), 0, 1)
playoffs <- holiday("playoff", c("2008-01-13", "2009-01-03", "2010-01-16", "2010-01-24", "2010-02-07", "2011-01-08",
  "2013-01-12", "2014-01-12", "2014-01-19", "2014-02-02", "2015-01-11", "2016-01-17", "2016-01-24", "2016-02-07"), 1, 2, priorScale = s(0.5))
lockdown <- holiday("lockdown", c("2020-03-21", "2020-06-06", "2020-07-09", "2020-10-27", "2021-02-13", "2021-05-28"), 3, 10)
season <- function(name, periodDays, order, ...) n(name = s(name), periodDays = s(periodDays), order = s(order), ...)
in.season <- n(months = c(9, 10, 11, 12, 1))
off.season <- n(months = 2:8)

cases <- list(
  n("peyton", peyton, n()),
  n("peyton multiplicative", peyton, n(seasonalityMode = s("multiplicative"))),
  n("peyton loose", peyton, n(changepointPriorScale = s(0.5), seasonalityPriorScale = s(0.1))),
  n("peyton few changepoints", peyton, n(changepointCount = s(10), changepointRange = s(0.95), yearly = s(20))),
  n("peyton flat", peyton, n(growth = s("flat"))),
  n("peyton holidays", peyton, n(holidays = c(playoffs, superbowl))),
  n("peyton conditional", peyton, n(weekly = s(FALSE), seasonalities = list(
    season("on_season", 7, 3, condition = in.season), season("off_season", 7, 3, condition = off.season)))),
  n("peyton no changepoints", peyton, n(changepointCount = s(0))),
  n("pages", pages, n()),
  n("pages logistic", pages, n(growth = s("logistic"), cap = s(8.5))),
  n("pages logistic floor", pages, n(growth = s("logistic"), cap = s(10), floor = s(2))),
  n("pages logistic multiplicative", pages, n(growth = s("logistic"), cap = s(12), seasonalityMode = s("multiplicative"))),
  n("pages logistic growing cap", pages, n(growth = s("logistic"), capFrom = s(8), capStep = s(0.001))),
  n("outliers 1", outliers1, n()),
  n("outliers 2", outliers2, n()),
  n("air", air, n()),
  n("air multiplicative", air, n(seasonalityMode = s("multiplicative"))),
  n("air order 5", air, n(seasonalityMode = s("multiplicative"), yearly = s(5), changepointPriorScale = s(0.01))),
  n("air logistic", air, n(growth = s("logistic"), cap = s(1000), seasonalityMode = s("multiplicative"))),
  n("retail", retail, n()),
  n("retail multiplicative", retail, n(seasonalityMode = s("multiplicative"))),
  n("retail given changepoints", retail, n(changepointDays = c("1997-01-01", "2001-09-01", "2008-01-01", "2009-06-01"), changepointPriorScale = s(1))),
  n("retail without seasons", retail, n(yearly = s(FALSE))),
  n("yosemite", yosemite, n()),
  n("yosemite stiff", yosemite, n(changepointPriorScale = s(0.01))),
  n("yosemite business hours", yosemite, n(seasonalities = list(season("business", 1, 3, condition = n(hours = 9:17, weekdays = 1:5))))),
  n("yosemite daily order 8", yosemite, n(daily = s(8), weekly = s(FALSE))),
  n("covid", covid, n()),
  n("covid lockdowns", covid, n(holidays = lockdown, holidaysPriorScale = s(2))),
  n("covid many changepoints", covid, n(changepointCount = s(60), changepointRange = s(0.9), seasonalityMode = s("multiplicative"))),
  n("covid quarterly", covid, n(yearly = s(FALSE), seasonalities = list(season("quarterly", 91.3125, 5, priorScale = s(1), mode = s("multiplicative"))))),
  n("hourly", hourly, n()),
  n("hourly regressor", hourly, n(regressors = list(n(name = s("other_place"), column = s("location_41"))))),
  n("hourly regressor multiplicative", hourly, n(regressors = list(
    n(name = s("other_place"), column = s("location_41"), mode = s("multiplicative"), priorScale = s(0.2)), n(name = s("weekend"), column = s("weekend"))))),
  n("hourly unscaled regressor", hourly, n(daily = s(10), regressors = list(n(name = s("other_place"), column = s("location_41"), standardize = s(FALSE)))))
)

read <- function(source) {
  lines <- unlist(strsplit(readLines(gzfile(file.path(data.dir, "prophet_examples", source$file)), warn = FALSE), "\r"))
  df <- read.csv(text = lines[nchar(lines) > 0], stringsAsFactors = FALSE)
  df <- df[!duplicated(df$ds), ]
  df <- df[order(df$ds), ]
  df <- df[seq(1, nrow(df), by = source$every), ]
  df$y <- df[[source$column]]
  df$ds <- as.POSIXct(df$ds, tz = "GMT", format = if (nchar(df$ds[1]) > 10) "%Y-%m-%d %H:%M:%S" else "%Y-%m-%d")
  df$weekend <- as.numeric(format(df$ds, "%u") %in% c("6", "7"))
  df
}
holds <- function(condition, ds) {
  part <- function(wanted, format.) is.null(wanted) | as.numeric(format(ds, format.)) %in% wanted
  part(condition$weekdays, "%u") & part(condition$hours, "%H") & part(condition$months, "%m")
}
or <- function(a, b) if (is.null(a)) b else unclass(a)
model <- function(o, samples) {
  auto <- function(x) if (is.null(x)) "auto" else unclass(x)
  h <- NULL
  if (!is.null(o$holidays)) {
    h <- do.call(rbind, lapply(o$holidays, function(x) data.frame(holiday = unclass(x$name), ds = as.Date(unclass(x$day)),
      lower_window = -unclass(x$before), upper_window = unclass(x$after), prior_scale = or(x$priorScale, or(o$holidaysPriorScale, 10)))))
  }
  m <- prophet(fit = FALSE, growth = or(o$growth, "linear"), changepoints = o$changepointDays, n.changepoints = or(o$changepointCount, 25),
    changepoint.range = or(o$changepointRange, 0.8), yearly.seasonality = auto(o$yearly), weekly.seasonality = auto(o$weekly),
    daily.seasonality = auto(o$daily), holidays = h, seasonality.mode = or(o$seasonalityMode, "additive"),
    seasonality.prior.scale = or(o$seasonalityPriorScale, 10), holidays.prior.scale = or(o$holidaysPriorScale, 10),
    changepoint.prior.scale = or(o$changepointPriorScale, 0.05), interval.width = 0.8, uncertainty.samples = samples)
  for (x in o$seasonalities) {
    m <- add_seasonality(m, unclass(x$name), unclass(x$periodDays), unclass(x$order), prior.scale = or(x$priorScale, NULL), mode = or(x$mode, NULL),
      condition.name = if (is.null(x$condition)) NULL else make.names(paste("if", x$name)))
  }
  for (x in o$regressors) {
    m <- add_regressor(m, unclass(x$name), prior.scale = or(x$priorScale, NULL), standardize = or(x$standardize, "auto"), mode = or(x$mode, NULL))
  }
  m
}
prepared <- function(df, o) {
  if (!is.null(o$cap)) df$cap <- unclass(o$cap)
  if (!is.null(o$floor)) df$floor <- unclass(o$floor)
  if (!is.null(o$capFrom)) df$cap <- o$capFrom + o$capStep * (seq_len(nrow(df)) - 1)
  for (x in o$seasonalities) if (!is.null(x$condition)) df[[make.names(paste("if", x$name))]] <- holds(x$condition, df$ds)
  for (x in o$regressors) df[[unclass(x$name)]] <- df[[unclass(x$column)]]
  df
}
log.posterior <- function(p, d) {
  squares <- sum((d$y - p$curve)^2)
  -(length(d$y) * log(p$sigma) + squares / (2 * p$sigma^2) + 2 * p$sigma^2 + sum(d$precision * c(p$smooth)^2) / 2 + sum(abs(p$delta)) / d$tau)
}
# the curve, its derivatives and the best noise at some parameters; logistic growth written as a function of a bent line
place <- function(smooth, delta, d) {
  k <- if (d$growth == "flat") 0 else smooth[1]
  m <- if (d$growth == "flat") smooth[1] else smooth[2]
  beta <- smooth[-seq_len(d$lead)]
  bends <- c(d$ramps %*% delta)
  trend <- switch(d$growth, flat = rep(m, length(d$t)), linear = k * d$t + m + bends, logistic = d$cap / (1 + exp(-(k * (d$t - m) + bends))))
  slope <- if (d$growth == "logistic") trend * (1 - trend / d$cap) else rep(1, length(d$t))
  factor <- 1 + c(d$X %*% (beta * d$s_m))
  curve <- trend * factor + c(d$X %*% (beta * d$s_a))
  lead <- switch(d$growth, flat = cbind(factor), linear = cbind(d$t * factor, factor), logistic = cbind((d$t - m) * slope * factor, -k * slope * factor))
  J <- function() cbind(lead, sweep(d$X, 2, d$s_a, "*") + sweep(d$X, 2, d$s_m, "*") * trend, d$ramps * (slope * factor))
  squares <- sum((d$y - curve)^2)
  n <- length(d$y)
  p <- list(smooth = smooth, delta = delta, curve = curve, J = J, sigma = sqrt((-n + sqrt(n^2 + 16 * squares)) / 8))
  p$value <- log.posterior(p, d)
  p
}
climbed <- function(m) {
  h <- m$history
  features <- prophet:::make_all_seasonality_features(m, h)
  flat <- m$growth == "flat"
  tc <- if (flat) numeric(0) else m$changepoints.t
  d <- list(growth = m$growth, t = h$t, y = h$y_scaled, cap = h$cap_scaled, X = as.matrix(features$seasonal.features), tau = m$changepoint.prior.scale,
    s_a = features$component.cols$additive_terms, s_m = features$component.cols$multiplicative_terms, lead = if (flat) 1 else 2,
    ramps = matrix(pmax(0, outer(h$t, tc, "-")), nrow(h), length(tc)))
  d$precision <- c(rep(1 / 25, d$lead), 1 / features$prior.scales^2)
  beta <- c(m$params$beta)
  p <- place(c(if (!flat) m$params$k, m$params$m, beta), if (flat) numeric(0) else c(m$params$delta), d)
  begun <- p
  end.of.stan <- p
  end.of.stan$sigma <- m$params$sigma_obs
  if (abs(log.posterior(end.of.stan, d) - m$stan.fit$value) > 0.01) stop("this is not the posterior of Stan: ", log.posterior(end.of.stan, d), " and ", m$stan.fit$value)
  s1 <- seq_along(p$smooth)
  J <- p$J()
  G <- crossprod(J)
  linear <- m$growth != "logistic" && all(d$s_m == 0)
  last <- p$value
  for (i in seq_len(CLIMBS)) {
    theta <- c(p$smooth, p$delta)
    H <- G / p$sigma^2 + diag(c(d$precision, 1 / (d$tau * pmax(abs(p$delta), 1e-9))), length(theta))
    target <- solve(H, (c(crossprod(J, d$y - p$curve)) + c(G %*% theta)) / p$sigma^2, tol = 1e-30)
    for (share in 2^-(0:12)) {
      moved <- theta + share * (target - theta)
      tried <- place(moved[s1], moved[-s1], d)
      if (is.finite(tried$value) && tried$value >= p$value - 1e-9) break
    }
    p <- tried
    if (!linear) {
      J <- p$J()
      G <- crossprod(J)
    }
    if (i %% (if (linear) 100 else 25) == 0) {
      if (p$value - last < 1e-9) break
      last <- p$value
    }
  }
  m$params$sigma_obs <- p$sigma
  m$params$beta <- matrix(p$smooth[-seq_len(d$lead)], nrow = 1)
  if (flat) m$params$m <- p$smooth[1] else {
    m$params$k <- p$smooth[1]
    m$params$m <- p$smooth[2]
    m$params$delta <- matrix(p$delta, nrow = 1)
  }
  list(m = m, value = p$value, steps = i)
}
short <- function(x) signif(as.numeric(x), 9)
only <- Sys.getenv("ONLY")
out <- list()
for (case in cases) {
  if (only != "" && !(case[[1]] %in% strsplit(only, ";")[[1]])) next
  source <- case[[2]]
  o <- modifyList(list(growth = s("linear")), case[[3]])
  df <- prepared(read(source), o)
  count <- nrow(df) - source$horizon
  history <- df[1:count, ]
  future <- df[(count + 1):nrow(df), ]
  began <- proc.time()[1]
  stan <- suppressMessages(fit.prophet(model(o, 0), history))
  top <- climbed(stan)
  quick <- top$m
  all <- suppressMessages(predict(quick, future))
  first <- suppressMessages(predict(stan, future))
  rows <- unique(round(c(seq(1, count, length.out = 12), seq(count + 1, nrow(df), length.out = 12))))
  sampled <- quick
  sampled$uncertainty.samples <- SAMPLES
  set.seed(1)
  p <- suppressMessages(predict(sampled, df[rows, ]))
  widths <- tapply(p$yhat_upper - p$yhat_lower, rows > count, mean)
  if (widths[2] > 2 * widths[1]) {
    sampled$uncertainty.samples <- SAMPLES_OF_TREND
    p <- suppressMessages(predict(sampled, df[rows, ]))
  }
  parts <- intersect(c("yearly", "weekly", "daily", "holidays", vapply(c(o$seasonalities, o$regressors), function(x) unclass(x$name), "")), names(p))
  modes <- quick$component.modes
  components <- lapply(parts, function(part) short(p[[part]] * (if (part %in% modes$multiplicative) p$trend else 1)))
  if (length(parts) > 0) names(components) <- parts
  out[[length(out) + 1]] <- list(name = s(case[[1]]), source = source, options = o,
    rows = rows - 1, yhat = short(p$yhat), low = short(p$yhat_lower), high = short(p$yhat_upper), trend = short(p$trend), components = components,
    logPosterior = s(top$value), stanLogPosterior = s(stan$stan.fit$value),
    rmse = s(sqrt(mean((all$yhat - future$y)^2, na.rm = TRUE))), stanRmse = s(sqrt(mean((first$yhat - future$y)^2, na.rm = TRUE))), sd = s(sd(history$y, na.rm = TRUE)))
  message(case[[1]], ": ", round(proc.time()[1] - began, 1), " s, ", stan$stan.fit$value, " then ", top$value, " after ", top$steps)
}
dump_cases(if (only == "") "prophet.json" else "prophet-part.json", "prophet", out)
