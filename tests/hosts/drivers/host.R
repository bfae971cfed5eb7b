# The checks in R, by RSQLite:  Rscript host.R tgsession.so <lines
#
# R has no whole number of 64 bits: they are read as numbers, or as bit64's, which Debian has, too.
suppressMessages({ library(DBI); library(RSQLite); library(bit64) })
so <- commandArgs(TRUE)[1]
kept <- list()
conns <- list()

load <- function(c) invisible(dbGetQuery(c, "SELECT load_extension(?)", params = list(so)))
opened <- function(path) {
  c <- dbConnect(SQLite(), path, loadable.extensions = TRUE, bigint = "integer64")
  load(c)
  c
}
value <- function(p) {
  v <- substring(p, 3)
  switch(substr(p, 1, 1),
    t = v, i = as.integer64(v), j = as.numeric(v), r = as.numeric(v), n = NA,
    b = list(as.raw(strtoi(substring(v, seq(1, nchar(v), 2), seq(2, nchar(v), 2)), 16L))),
    "=" = kept[[v]])
}
show <- function(v) {
  if (is.list(v)) { b <- v[[1]]; if (is.null(b)) "NULL" else paste0("x'", paste(as.character(b), collapse = ""), "'") }
  else if (is.na(v)) "NULL"
  else if (is.numeric(v) && !is.integer64(v)) format(v, scientific = FALSE, digits = 15)
  else as.character(v)
}

conns[["1"]] <- opened(":memory:")
for (line in readLines(file("stdin", encoding = "UTF-8"))) {
  f <- strsplit(line, "\t", fixed = TRUE)[[1]]
  if (f[1] == "open") conns[[f[2]]] <- opened(f[3])
  if (f[1] == "load") load(conns[[f[2]]])
  if (f[1] == "close") { dbDisconnect(conns[[f[2]]]); conns[[f[2]]] <- NULL }
  if (f[1] != "run") next
  text <- tryCatch({
    params <- lapply(f[-(1:4)], value)
    res <- suppressWarnings(dbSendQuery(conns[[f[3]]], f[4]))
    rows <- tryCatch({
      if (length(params)) dbBind(res, params)
      suppressWarnings(dbFetch(res))
    }, finally = dbClearResult(res))
    if (nrow(rows) && ncol(rows)) kept[[f[2]]] <- rows[[1]][1]
    paste(vapply(seq_len(nrow(rows)), function(i)
      paste(vapply(seq_len(ncol(rows)), function(j) show(rows[[j]][i]), ""), collapse = " | "), ""), collapse = " ; ")
  }, error = function(e) paste0("error: ", gsub("\n", " ", conditionMessage(e))))
  cat(f[2], "\t", text, "\n", sep = "")
}
