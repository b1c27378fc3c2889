/** 12,345,678 */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** "1 event", "2 events"; irregular plurals are given. */
export function counted(n: number, singular: string, plural = `${singular}s`): string {
  return `${count(n)} ${n === 1 ? singular : plural}`;
}

/** A share as per cent, with enough digits that a non-zero share is never shown as zero: "25 %", "0.03 %". */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return "0 %";
  const digits = Math.abs(value) >= 10 ? 1 : 2;
  const text = Math.abs(value) < 0.005 ? value.toPrecision(1) : value.toFixed(digits);
  return `${Number(text)} %`;
}

/** At most `limit` names, then how many more: `a, b and 3 more`. */
export function listed(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${count(more)} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A number to at most two decimals. */
export function decimal(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** `2024-01-05 03:00` in UTC. */
export function minuteText(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 16).replace("T", " ");
}
