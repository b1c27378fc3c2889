# Series that the goldens of forecasts share, read from the folder of real data; `series.ts` reads them alike.
data_folder <- Sys.getenv("TIDEMARK_TEST_DATA", file.path(dirname(dirname(dirname(dirname(normalizePath(script))))), "..", "shared", "data"))
periods <- list(AirPassengers = 12, BJsales = 1, JohnsonJohnson = 4, LakeHuron = 1, Nile = 1, UKDriverDeaths = 12, UKgas = 4,
  USAccDeaths = 12, WWWusage = 1, airmiles = 1, austres = 4, discoveries = 1, lynx = 1, nhtemp = 1, nottem = 12,
  sunspot.year = 1, uspop = 1, presidents = 4)
hourly <- c(1, 7, 20, 60, 100, 150, 170, 200, 230, 250, 280, 300, 320, 350, 380, 400)

read_base <- function(name) {
  d <- read.csv(file.path(data_folder, "r_base", paste0(name, ".csv")))
  ts(d$value, frequency = periods[[name]])
}
hourly_rows <- NULL
read_hourly <- function(row) {
  if (is.null(hourly_rows)) hourly_rows <<- read.csv(gzfile(file.path(data_folder, "m4_hourly", "Hourly-train.csv.gz")), row.names = 1)
  y <- as.numeric(hourly_rows[row, ])
  ts(y[!is.na(y)], frequency = 24)
}
all_series <- function() {
  complete <- setdiff(names(periods), "presidents")
  base <- lapply(complete, read_base)
  names(base) <- complete
  m4 <- lapply(hourly, read_hourly)
  names(m4) <- paste0("H", hourly)
  c(base, m4)
}
