# The series of arima.json: a column of a file of the shared data, its part and its period. Tests read the same files.
data_folder <- Sys.getenv("TIDEMARK_TEST_DATA", file.path(dirname(script), "../../../../shared/data"))

series_of <- function(spec) {
  path <- file.path(data_folder, spec$file)
  if (grepl("m4_hourly", spec$file)) {
    table <- read.csv(gzfile(path), header = TRUE, row.names = 1)
    values <- as.numeric(table[spec$column, ])
    values <- values[!is.na(values)]
  } else {
    values <- as.numeric(read.csv(if (grepl("gz$", path)) gzfile(path) else path)[[spec$column]])
  }
  if (isTRUE(spec$log)) values <- log(values)
  if (!is.null(spec$last)) values <- tail(values, spec$last)
  ts(values, frequency = spec$period)
}

r_base <- function(name, period, order, column = "value", log = FALSE, last = NULL, id = name) list(
  id = id, file = sprintf("r_base/%s.csv", name), column = column, period = period, order = order, log = log, last = last
)
prophet <- function(name, period, order, column = "y", last = NULL, id = name) list(
  id = id, file = sprintf("prophet_examples/example_%s.csv.gz", name), column = column, period = period, order = order,
  log = FALSE, last = last
)
m4 <- function(column, order, last = 192) list(
  id = paste("M4", column), file = "m4_hourly/Hourly-train.csv.gz", column = column, period = 24, order = order,
  log = FALSE, last = last
)

# `order` is that of the fixed model: p d q P D Q and whether it has a mean or drift.
series <- list(
  r_base("AirPassengers", 12, c(2, 1, 1, 0, 1, 0, 0)),
  r_base("AirPassengers", 12, c(0, 1, 1, 0, 1, 1, 0), log = TRUE, id = "log AirPassengers"),
  r_base("BJsales", 1, c(1, 1, 1, 0, 0, 0, 1)),
  r_base("JohnsonJohnson", 4, c(0, 1, 1, 0, 1, 1, 0), log = TRUE, id = "log JohnsonJohnson"),
  r_base("LakeHuron", 1, c(2, 0, 0, 0, 0, 0, 1)),
  r_base("Nile", 1, c(1, 0, 1, 0, 0, 0, 1)),
  r_base("UKDriverDeaths", 12, c(1, 0, 1, 1, 0, 1, 1)),
  r_base("UKgas", 4, c(1, 1, 1, 1, 1, 0, 0), log = TRUE, id = "log UKgas"),
  r_base("USAccDeaths", 12, c(0, 1, 1, 0, 1, 1, 0)),
  r_base("WWWusage", 1, c(3, 1, 0, 0, 0, 0, 0)),
  r_base("airmiles", 1, c(1, 2, 1, 0, 0, 0, 0)),
  r_base("austres", 4, c(1, 2, 1, 1, 0, 0, 0)),
  r_base("discoveries", 1, c(1, 0, 1, 0, 0, 0, 1)),
  r_base("lynx", 1, c(2, 0, 2, 0, 0, 0, 1)),
  r_base("lynx", 1, c(2, 0, 0, 0, 0, 0, 1), log = TRUE, id = "log lynx"),
  r_base("nhtemp", 1, c(0, 1, 1, 0, 0, 0, 1)),
  r_base("nottem", 12, c(1, 0, 0, 2, 1, 0, 1)),
  r_base("presidents", 4, c(3, 0, 0, 0, 0, 0, 1)),
  r_base("presidents", 4, c(0, 1, 1, 1, 0, 0, 0), last = 100, id = "presidents, last 100"),
  r_base("sunspot.year", 1, c(2, 1, 2, 0, 0, 0, 0)),
  r_base("treering", 1, c(1, 0, 1, 0, 0, 0, 1), last = 600),
  r_base("uspop", 1, c(0, 2, 0, 0, 0, 0, 0)),
  r_base("EuStockMarkets", 1, c(1, 1, 0, 0, 0, 0, 1), column = "DAX", last = 400, id = "DAX"),
  r_base("EuStockMarkets", 1, c(0, 1, 1, 0, 0, 0, 0), column = "FTSE", log = TRUE, last = 300, id = "log FTSE"),
  r_base("sunspot.month", 12, c(2, 1, 1, 0, 0, 1, 0), last = 240),
  prophet("retail_sales", 12, c(0, 1, 2, 0, 1, 1, 0)),
  prophet("wp_log_R", 7, c(1, 1, 1, 1, 0, 1, 0), last = 300),
  prophet("wp_log_peyton_manning", 7, c(1, 0, 1, 1, 0, 1, 1), last = 400),
  prophet("yosemite_temps", 1, c(2, 1, 1, 0, 0, 0, 0), last = 500),
  prophet("pedestrians_covid", 7, c(1, 0, 1, 0, 1, 1, 1), last = 280),
  prophet("pedestrians_multivariate", 24, c(1, 0, 1, 0, 1, 1, 0), column = "location_4", last = 360),
  m4("H1", c(1, 0, 1, 0, 1, 1, 1)),
  m4("H50", c(2, 1, 1, 0, 1, 1, 0)),
  m4("H100", c(1, 0, 0, 1, 1, 0, 0)),
  m4("H150", c(1, 1, 1, 1, 0, 1, 0)),
  m4("H200", c(0, 1, 2, 0, 1, 1, 0)),
  m4("H250", c(1, 0, 1, 0, 1, 1, 0)),
  m4("H300", c(2, 0, 0, 0, 1, 1, 0)),
  m4("H350", c(1, 0, 2, 0, 1, 0, 1)),
  m4("H400", c(1, 1, 0, 0, 1, 1, 0))
)
