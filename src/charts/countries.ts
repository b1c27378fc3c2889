import { COUNTRY_NAMES } from "./country-names.ts";

interface Country {
  /** The name that the shapes use. */
  readonly name: string;
  readonly drawn: boolean;
}

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^the\s+/, "")
    .replace(/&/g, "and")
    .replace(/\bst\b\.?/g, "saint")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

function byName(): ReadonlyMap<string, Country> {
  const countries = new Map<string, Country>();
  for (const row of COUNTRY_NAMES) {
    const [two = "", three = "", ...rest] = row.split(" ");
    const names = rest.join(" ").split("|");
    const country = { name: names[0] ?? "", drawn: !three.endsWith("-") };
    for (const key of [two, three.slice(0, 3), ...names]) {
      if (!countries.has(plain(key))) countries.set(plain(key), country);
    }
  }
  return countries;
}

const COUNTRIES = byName();

/** The country that an English name or an ISO 3166 code of two or three letters means; null for anything else. */
export function findCountry(place: string): Country | null {
  return COUNTRIES.get(plain(place)) ?? null;
}
