/** Every digit of a value with its unit, for hovers. */
export function exactText(value: number | null, unit: string | null): string {
  if (value === null) return "no value";
  if (unit === "share") return `${(value * 100).toLocaleString("en-US", { maximumFractionDigits: 10 })} %`;
  const text = value.toLocaleString("en-US", { maximumFractionDigits: 10 });
  return unit === null ? text : `${text} ${unit}`;
}
