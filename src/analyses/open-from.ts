/** The place from which on no period is whole, as a line chart has it; null where the last one is. */
export function openFrom(periods: readonly { readonly partial: boolean }[]): number | null {
  const from = periods.findLastIndex(({ partial }) => !partial) + 1;
  return from === periods.length ? null : from;
}
