# The draws that generators and tests share: the congruential generator of the golden values, rounded to 1e-4.
stream <- function(seed) {
  state <- seed
  uniform <- function() {
    state <<- (1664525 * state + 1013904223) %% 2^32
    state / 2^32
  }
  normal <- function() {
    u <- uniform()
    sqrt(-2 * log(1 - u)) * cos(2 * pi * uniform())
  }
  list(
    uniforms = function(n) vapply(seq_len(n), function(i) rounded(uniform()), 0),
    normals = function(n) vapply(seq_len(n), function(i) rounded(normal()), 0)
  )
}
rounded <- function(x, digits = 4) floor(x * 10^digits + 0.5) / 10^digits

# Doubles with 17 digits, so that they are read back exactly; non-finite ones as strings, NULL and NA as null.
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    if (is.null(names(x))) return(paste0("[", paste(vapply(x, json, ""), collapse = ", "), "]"))
    return(paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}"))
  }
  one <- function(v) {
    if (is.character(v)) return(paste0('"', v, '"'))
    if (is.na(v)) return("null")
    if (is.logical(v)) return(tolower(as.character(v)))
    if (!is.finite(v)) return(if (v > 0) '"Infinity"' else '"-Infinity"')
    sprintf("%.17g", v)
  }
  if (inherits(x, "scalar")) return(one(unclass(x)))
  paste0("[", paste(vapply(unname(x), one, ""), collapse = ", "), "]")
}
scalar <- function(x) structure(unname(x), class = "scalar")

dump_cases <- function(name, packages, cases) {
  versions <- lapply(packages, function(p) scalar(as.character(packageVersion(p))))
  names(versions) <- packages
  versions$R <- scalar(paste(R.version$major, R.version$minor, sep = "."))
  lines <- paste(vapply(cases, json, ""), collapse = ",\n")
  text <- sprintf('{"generator": "%s", "versions": %s, "cases": [\n%s\n]}', basename(script), json(versions), lines)
  writeLines(text, file.path(dirname(script), name))
}
