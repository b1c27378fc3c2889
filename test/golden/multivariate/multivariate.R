# Principal components of prcomp; varimax and promax of stats, oblimin of GPArotation.
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(dirname(normalizePath(script))), "seeded.R"))
suppressMessages(library(GPArotation))
cases <- list()
for (seed in 1:40) {
  n <- c(8, 30, 200)[seed %% 3 + 1]
  p <- c(6, 3, 5, 8)[seed %% 4 + 1]
  shift <- c(0, 1000)[seed %% 2 + 1]
  s <- stream(seed)
  x <- sapply(1:p, function(j) s$normals(n))
  # two factors behind the variables
  for (j in 3:p) x[, j] <- rounded(x[, j] + c(1.5, 1)[j %% 2 + 1] * x[, 2 - j %% 2])
  x <- x + shift
  for (scaled in c(TRUE, FALSE)) {
    f <- prcomp(x, scale. = scaled)
    r <- f$rotation %*% diag(ifelse(apply(f$rotation, 2, function(v) v[which.max(abs(v) >= max(abs(v)) * (1 - 1e-9))]) < 0, -1, 1))
    k <- min(p, n - 1)
    case <- list(kind = scalar("components"), seed = scalar(seed), n = scalar(n), p = scalar(p), shift = scalar(shift), scaled = scalar(scaled),
      variances = f$sdev[1:k]^2, first = r[, 1], second = r[, 2], score = (scale(x, TRUE, f$scale) %*% r)[n, 1:2])
    if (scaled && p > 3) {
      l <- (r %*% diag(f$sdev))[, 1:2]
      v <- varimax(l, eps = 1e-14)
      pm <- stats::promax(l)
      ob <- GPFoblq(l, method = "quartimin", eps = 1e-7, maxit = 1500)
      case$varimax <- sort(colSums(v$loadings^2))
      b <- (unclass(v$loadings) / sqrt(rowSums(l^2)))^2
      case$varimaxCriterion <- scalar(sum(colMeans(b^2) - colMeans(b)^2))
      case$promax <- scalar(sum(abs(pm$loadings)))
      case$promaxCorrelation <- scalar(abs(solve(t(pm$rotmat) %*% pm$rotmat)[1, 2]))
      case$oblimin <- scalar(sum(abs(ob$loadings)))
      case$obliminCorrelation <- scalar(abs(ob$Phi[1, 2]))
      case$obliminCriterion <- scalar(sum(ob$loadings[, 1]^2 * ob$loadings[, 2]^2) / 2)
    }
    cases[[length(cases) + 1]] <- case
  }
}
dump_cases("multivariate.json", c("stats", "GPArotation"), cases)
