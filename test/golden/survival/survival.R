# Kaplan-Meier, restricted means, log-rank, Cox and proportionality tests of R's survival.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
library(survival)

# the subjects of a case, as test/golden/models/survival-data.ts draws them
subjects <- function(seed, n, digits, share) {
  s <- stream(seed)
  z1 <- s$normals(n)
  z2 <- s$normals(n)
  u <- s$uniforms(n)
  c <- s$uniforms(n)
  times <- pmax(rounded(-log(1 - 0.999 * u) * exp(-0.4 * rounded(z1, 1)) * 10, digits), 10^-digits)
  data.frame(time = times, event = as.numeric(c < share), x1 = z1, x2 = rounded(z2, 1), x3 = as.numeric(z2 + z1 > 0),
    group = (seq_len(n) - 1) %% 3, stratum = ((seq_len(n) - 1) %/% 5) %% 2)
}

cases <- list()
add <- function(...) cases[[length(cases) + 1]] <<- list(...)
# sums instead of curves keep the file small and still see every point
digest <- function(x) scalar(sum(x * (1.5 + cos(seq_along(x)))))

for (seed in 1:40) for (n in c(5, 20, 60)) {
  digits <- c(0, 1, 3)[seed %% 3 + 1]
  share <- c(0.3, 0.6, 0.9, 1)[seed %% 4 + 1]
  d <- subjects(seed, n, digits, share)
  if (sum(d$event) == 0) next
  f <- survfit(Surv(time, event) ~ 1, d, conf.type = "log-log")
  q <- quantile(f, c(0.5, 0.25))
  keep <- f$n.event > 0 & f$surv > 0
  tau <- rounded(max(d$time) * 0.7, 2)
  rm <- survival:::survmean(f, rmean = tau)$matrix
  add(kind = scalar("kaplan-meier"), seed = scalar(seed), n = scalar(n), digits = scalar(digits), share = scalar(share),
    survival = digest(f$surv), se = digest((f$surv * f$std.err)[keep]), low = digest(f$lower[keep]), high = digest(f$upper[keep]),
    times = scalar(length(f$time)),
    median = c(q$quantile[1], q$lower[1], q$upper[1]), quartile = c(q$quantile[2], q$lower[2], q$upper[2]),
    tau = scalar(tau), mean = scalar(rm[["rmean"]]), meanSe = scalar(rm[["se(rmean)"]]))
}

test_case <- function(kind, fit, seed, n, digits, share, rho) add(
  kind = scalar(kind), seed = scalar(seed), n = scalar(n), digits = scalar(digits), share = scalar(share), rho = scalar(rho),
  observed = if (is.matrix(fit$obs)) rowSums(fit$obs) else fit$obs, expected = if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp,
  statistic = scalar(fit$chisq), p = scalar(pchisq(fit$chisq, length(fit$n) - 1, lower.tail = FALSE)))
for (seed in 1:30) for (rho in c(0, 1)) {
  n <- c(24, 60, 150)[seed %% 3 + 1]
  digits <- c(0, 1, 3)[seed %% 3 + 1]
  d <- subjects(seed, n, digits, 0.7)
  test_case("log-rank", survdiff(Surv(time, event) ~ group, d, rho = rho), seed, n, digits, 0.7, rho)
  if (rho == 0) test_case("stratified", survdiff(Surv(time, event) ~ group + strata(stratum), d), seed, n, digits, 0.7, 0)
}
# groups far apart: p-values deep in the tail
for (n in c(300, 900)) {
  d <- subjects(7, n, 3, 0.9)
  d$time <- rounded(d$time * ifelse(d$group == 0, 1, ifelse(d$group == 1, 50, 2500)), 1)
  test_case("far", survdiff(Surv(time, event) ~ group, d), 7, n, 3, 0.9, 0)
}

tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60, toler.inf = 1e-9)
for (seed in 1:30) for (ties in c("efron", "breslow")) for (stratified in c(FALSE, TRUE)) {
  n <- c(40, 80, 200)[seed %% 3 + 1]
  digits <- c(0, 1, 3)[(seed + 1) %% 3 + 1]
  d <- subjects(seed, n, digits, 0.7)
  model <- if (stratified) Surv(time, event) ~ x1 + x2 + x3 + strata(stratum) else Surv(time, event) ~ x1 + x2 + x3
  first <- coxph(model, d, ties = ties, control = tight)
  # R ends when the likelihood rests, with half the digits of the coefficients: start again from there
  f <- first
  for (again in 1:3) f <- coxph(model, d, ties = ties, control = tight, init = coef(f))
  s <- summary(f)
  means <- as.data.frame(lapply(d[c("x1", "x2", "x3")], mean))
  means$stratum <- 0
  base <- survfit(f, newdata = means)
  z <- cox.zph(f, transform = "km", terms = FALSE)$table
  zi <- cox.zph(f, transform = "identity", terms = FALSE)$table
  add(kind = scalar("cox"), seed = scalar(seed), n = scalar(n), digits = scalar(digits), share = scalar(0.7), ties = scalar(ties),
    stratified = scalar(stratified), coefficients = s$coefficients[, 1], se = s$coefficients[, 3], p = s$coefficients[, 5],
    logLikelihood = c(first$loglik[1], f$loglik[2]), likelihoodRatio = scalar(2 * (f$loglik[2] - first$loglik[1])),
    wald = scalar(sum(coef(f) * solve(vcov(f), coef(f)))), score = scalar(first$score),
    concordance = scalar(f$concordance[["concordance"]]), hazard = scalar(max(base$cumhaz)),
    proportional = z[, "chisq"], proportionalP = z[, "p"], identity = zi[, "chisq"])
}
dump_cases("survival.json", "survival", cases)
