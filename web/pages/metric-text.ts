const FORM =
  /^\s*select\s+(count|sum|avg|median)\s*\(\s*(distinct\s+)?([^()]*?)\s*\)(?:\s+as\s+(\w+))?\s+from\s+fct_events\s*(?:where\s+event\s*=\s*'((?:[^']|'')*)'\s*)?;?\s*$/i;

/** A query of one aggregate over the events as the declaration of a metric; null when it says something else. */
export function metricText(sql: string): string | null {
  const [match, aggregate = "", distinct, of = "", name, event] = FORM.exec(sql) ?? [];
  if (match === undefined) return null;
  const kind = kindOf(aggregate.toLowerCase(), distinct !== undefined);
  if (kind === null) return null;
  const id = (name ?? `${kind}_of_${(of === "*" ? "events" : of).replace(/\W+/g, "_")}`).toLowerCase();
  return [
    "metrics:",
    `  ${id}:`,
    `    kind: ${kind}`,
    ...(of === "*" || kind === "count" ? [] : [`    of: ${of}`]),
    ...(kind === "quantile" ? ["    q: 0.5"] : []),
    ...(event === undefined ? [] : ["    filter:", `      event: ${JSON.stringify(event.replaceAll("''", "'"))}`]),
    "",
  ].join("\n");
}

function kindOf(aggregate: string, distinct: boolean): string | null {
  if (distinct) return aggregate === "count" ? "distinct" : null;
  return { count: "count", sum: "sum", avg: "mean", median: "quantile" }[aggregate] ?? null;
}
