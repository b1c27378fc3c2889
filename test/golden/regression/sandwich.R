# HC1 to HC3 errors of logistic and Poisson regression, as R's sandwich has them.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
library(sandwich)
cases <- list()
for (seed in 1:12) for (type in c("HC1", "HC2", "HC3")) for (kind in c("logistic", "poisson")) {
  n <- c(60, 120)[seed %% 2 + 1]
  s <- stream(seed)
  x <- cbind(s$normals(n), s$normals(n))
  noise <- s$normals(n)
  u <- s$uniforms(n)
  linear <- rounded(0.3 + (0.25 * x[, 1] + 0.5 * x[, 2]))
  w <- rounded(0.5 + u)
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  fit <- if (kind == "logistic") glm(as.numeric(rounded(linear + noise * 2) > 0) ~ x, family = binomial, control = control)
    else glm(trunc(4 * u + pmax(0, linear * 2)) ~ x + offset(log(w)), family = poisson, control = control)
  # R's weights are those before its last step: start again from the estimate
  for (again in 1:2) fit <- update(fit, start = coef(fit))
  cases[[length(cases) + 1]] <- list(kind = scalar(kind), seed = scalar(seed), n = scalar(n), p = scalar(2), errors = scalar(type),
    coefficients = coef(fit), se = sqrt(diag(vcovHC(fit, type = type))))
}
dump_cases("sandwich.json", "sandwich", cases)
