const CLOCKS = ["", " %H:%M", " %H:%M:%S"];
const SLASH_CLOCKS = [...CLOCKS, " %I:%M %p", " %I:%M:%S %p"];

/** strptime formats tried on texts, most usual first. Day-first and month-first twins are both tried: only one may fit. */
export const TIMESTAMP_FORMATS: readonly string[] = [
  ...[...CLOCKS, " %H:%M:%S.%f"].map((clock) => `%Y/%m/%d${clock}`),
  ...[...CLOCKS, "_%H.%M.%S", "_%H:%M:%S"].map((clock) => `%Y.%m.%d${clock}`),
  "%Y-%m-%d_%H.%M.%S",
  "%Y-%m-%d_%H:%M:%S",
  "%Y-%m-%d_%H-%M-%S",
  "%Y-%m-%d %H.%M.%S",
  ...["%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y"].flatMap((day) => SLASH_CLOCKS.map((clock) => day + clock)),
  ...["%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y"].flatMap((day) => CLOCKS.map((clock) => day + clock)),
  ...["%d-%b-%Y", "%d %b %Y"].flatMap((day) => CLOCKS.map((clock) => day + clock)),
  "%a %b %d %H:%M:%S %Y",
  "%Y%m%dT%H%M%S",
  "%Y%m%d_%H%M%S",
];

/** Formats that are whole numbers; believed only where the column's name says time. */
export const INTEGER_FORMATS: readonly string[] = ["%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M"];

/** Texts worth trying the formats on; RE2. */
export const DATELIKE =
  "([0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}([ T_][0-9].*)?|[0-9]{1,2}[ -][A-Za-z]{3}[ -][0-9]{4}( [0-9].*)?|[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]{1,2} [0-9:]{8} [0-9]{4}|[0-9]{8}[T_][0-9]{6})";

/** The same format with day and month in the other order; undefined where it has none. */
export function twinFormat(format: string): string | undefined {
  const twin = format.startsWith("%d") ? format.replace(/^%d(.)%m/, "%m$1%d") : format.replace(/^%m(.)%d/, "%d$1%m");
  return twin === format ? undefined : twin;
}
