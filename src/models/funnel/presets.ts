/** What else another product decides differently. */
interface PresetRules {
  readonly window: string;
  readonly ties: string;
  readonly exclusion: "drop" | "remove";
  readonly entry: "first" | "best";
  /** Whether attempts whose window is still open count in rates. */
  readonly open: "exclude" | "include";
  readonly attribution: string;
}

/** A rule in which a product differs from Tidemark's default, in words. */
export interface PresetDifference {
  readonly rule: string;
  readonly here: string;
  readonly there: string;
  readonly effect: string;
}

export const PRESET_NAMES = ["mixpanel", "amplitude", "posthog"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Tidemark's own defaults, as docs/semantics.md gives them. */
export const OWN_RULES: PresetRules = {
  window: "7d",
  ties: "order",
  exclusion: "drop",
  entry: "first",
  open: "exclude",
  attribution: "first",
};

/** The defaults that the products' public documents state for funnels. */
export const PRESETS: Readonly<Record<PresetName, PresetRules>> = {
  mixpanel: { ...OWN_RULES, ties: "grace:2s", open: "include" },
  amplitude: { ...OWN_RULES, window: "1d", ties: "grace:1s", open: "include" },
  posthog: { ...OWN_RULES, window: "14d", exclusion: "remove", open: "include" },
};

const EFFECTS: Readonly<Record<keyof PresetRules, string>> = {
  window: "a longer window never lowers the number of users who convert",
  ties: "events a moment apart count in either order, so imported and batched events convert more often",
  exclusion: "remove takes users out of every step, drop keeps the steps they had reached",
  entry: "best counts users who convert only at a later attempt",
  open: "attempts that had no time to convert yet count as not converted, so recent periods look worse",
  attribution: "decides under which value an attempt stands",
};

/** The rules in which a product's default differs from Tidemark's. */
export function presetDifferences(name: PresetName): readonly PresetDifference[] {
  const there = PRESETS[name];
  return (Object.keys(OWN_RULES) as (keyof PresetRules)[])
    .filter((rule) => OWN_RULES[rule] !== there[rule])
    .map((rule) => ({ rule, here: OWN_RULES[rule], there: there[rule], effect: EFFECTS[rule] }));
}

/** A preset that a question was asked with, and the rules in which it differs. */
export interface AskedPreset {
  readonly name: PresetName;
  readonly differences: readonly PresetDifference[];
}

export function askedPreset(
  name: PresetName | undefined,
  differencesOf: (name: PresetName) => readonly PresetDifference[],
): AskedPreset | null {
  return name === undefined ? null : { name, differences: differencesOf(name) };
}

/** A sentence per rule that differs; none without a preset. */
export function presetNotes(preset: AskedPreset | null): readonly string[] {
  if (preset === null) return [];
  return preset.differences.map(
    ({ rule, here, there, effect }) => `as ${preset.name}: ${rule} is ${there} (Tidemark: ${here}); ${effect}`,
  );
}
