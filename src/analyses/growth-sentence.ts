interface Growth {
  readonly label: string;
  /** Null where it is not known. */
  readonly growth: number | null;
}

/** What a metric does whose growth is above, below or at 0. */
interface GrowthVerbs {
  readonly grow: string;
  readonly fall: string;
  readonly stay: string;
}

/** Which metric grows most, or stays the same where none grows, or falls least where all fall. */
export function growthSentence(all: readonly Growth[], { grow, fall, stay }: GrowthVerbs): string {
  const known = all.flatMap(({ label, growth }) => (growth === null ? [] : [{ label, growth }]));
  const [first] = known.toSorted((a, b) => b.growth - a.growth);
  if (first === undefined) return `The growth of ${all.length} metrics is undetermined`;
  if (first.growth === 0) return `${first.label} ${stay}`;
  const [verb, degree] = first.growth > 0 ? [grow, "most"] : [fall, "least"];
  return `${first.label} ${verb}${known.length === 1 ? "" : ` ${degree} of ${known.length} metrics`}`;
}
