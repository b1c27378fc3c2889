// Makes assets/countries.json (shapes) and src/charts/country-names.ts (names and codes).
// Shapes are Natural Earth's (public domain), projected with Equal Earth; states too small for 1:110m are octagons.
//
//   npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0, unpack both
//   node scripts/assets/make-countries.mjs <world-atlas folder> <i18n-iso-countries folder>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , atlas, iso] = process.argv;
const ROOT = join(import.meta.dirname, "..", "..");
const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

// used in files, missing in the list
const MORE_NAMES = {
  IE: ["EIRE"],
  ZA: ["RSA"],
  GB: ["England", "Britain"],
  US: ["United States of America (the)"],
  KP: ["Korea, Democratic People's Republic of", "DPRK"],
  KR: ["Korea"],
  VN: ["Viet Nam"],
  LA: ["Laos"],
  SY: ["Syria"],
  MD: ["Moldova"],
  BO: ["Bolivia"],
  VE: ["Venezuela"],
  BN: ["Brunei"],
  SZ: ["Swaziland"],
  MM: ["Burma"],
  CV: ["Cabo Verde"],
  MK: ["Macedonia"],
  HK: ["Hong Kong SAR China"],
  MO: ["Macau"],
  TL: ["East Timor"],
  FM: ["Micronesia"],
  VA: ["Vatican", "Vatican City"],
  CD: ["DR Congo", "Congo (Kinshasa)"],
  CG: ["Congo (Brazzaville)"],
  TW: ["Taiwan, China"],
};

const english = read(iso, "langs", "en.json").countries;
const codes = read(iso, "codes.json");
const short = {
  CN: "China",
  CG: "Congo",
  CD: "Democratic Republic of the Congo",
  CI: "Côte d'Ivoire",
  GM: "Gambia",
  IR: "Iran",
  MK: "North Macedonia",
  PS: "Palestine",
  RU: "Russia",
  TW: "Taiwan",
  TZ: "Tanzania",
  US: "United States",
};
const countries = codes
  .map(([two, three, numeric]) => {
    const names = [english[two]].flat();
    const first = short[two] ?? names[0];
    return { two, three, numeric, names: [...new Set([first, ...names, ...(MORE_NAMES[two] ?? [])])] };
  })
  .sort((a, b) => (a.two < b.two ? -1 : 1));

function rings({ arcs: all, transform }, geometry) {
  const { scale, translate } = transform;
  const decode = (index) => {
    let [x, y] = [0, 0];
    const points = all[index < 0 ? ~index : index].map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
    return index < 0 ? points.reverse() : points;
  };
  const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
  return polygons.map((polygon) =>
    polygon.map((ring) => ring.flatMap((index, i) => (i === 0 ? decode(index) : decode(index).slice(1)))),
  );
}

/** Longitudes without jumps: a ring across the antimeridian goes on beyond 180 degrees. */
function unwrapped(ring) {
  let shift = 0;
  return ring.map(([x, y], i) => {
    const before = ring[i - 1]?.[0] ?? x;
    if (x - before > 180) shift -= 360;
    if (before - x > 180) shift += 360;
    return [x + shift, y];
  });
}

/** The part of a ring on one side of a meridian. */
function clipped(ring, meridian, side) {
  const inside = ([x]) => (x - meridian) * side >= 0;
  const points = ring.slice(0, -1).flatMap((b, i, all) => {
    const a = all.at(i - 1);
    const t = (meridian - a[0]) / (b[0] - a[0]);
    const crossing = inside(a) === inside(b) ? [] : [[meridian, a[1] + t * (b[1] - a[1])]];
    return inside(b) ? [...crossing, b] : crossing;
  });
  return points.length < 3 ? [] : [[...points, points[0]]];
}

/** Polygons that no longer cross the antimeridian. */
function cut(polygons) {
  return polygons.flatMap((polygon) => {
    const rings = polygon.map(unwrapped);
    return [-360, 0, 360].flatMap((shift) => {
      const [outer, ...holes] = rings
        .map((ring) => ring.map(([x, y]) => [x + shift, y]))
        .map((ring) => clipped(ring, -180, 1).flatMap((part) => clipped(part, 180, -1))[0]);
      return outer === undefined ? [] : [[outer, ...holes.filter((hole) => hole !== undefined)]];
    });
  });
}

/** Equal Earth (Savric, Patterson, Jenny 2018), 1,000 units from west to east. */
function project([longitude, latitude]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin((latitude * Math.PI) / 180));
  const d = 3 * (9 * a4 * t ** 8 + 7 * a3 * t ** 6 + 3 * a2 * t ** 2 + a1);
  const x = (2 * Math.sqrt(3) * ((longitude * Math.PI) / 180) * Math.cos(t)) / d;
  const y = a4 * t ** 9 + a3 * t ** 7 + a2 * t ** 3 + a1 * t;
  return [x, y].map((v) => Math.round(v * (1000 / 5.41326) * 10) / 10);
}

function octagon(polygons) {
  const points = polygons.flat(2);
  const middle = [0, 1].map((i) => (Math.min(...points.map((p) => p[i])) + Math.max(...points.map((p) => p[i]))) / 2);
  const [x, y] = project(middle);
  const ring = Array.from({ length: 9 }, (_, i) => {
    const angle = Math.PI / 8 + (i * Math.PI) / 4;
    return [x + 2.2 * Math.cos(angle), y + 2.2 * Math.sin(angle)].map((v) => Math.round(v * 10) / 10);
  });
  return [[ring]];
}

const coarse = read(atlas, "countries-110m.json");
const fine = read(atlas, "countries-50m.json");
const known = new Map(countries.map((country) => [country.numeric, country]));
const nameOf = ({ id, properties }) =>
  (known.get(id) ?? countries.find(({ names }) => names.includes(properties.name)))?.names[0] ?? properties.name;
const large = coarse.objects.countries.geometries
  .filter(({ id }) => id !== "010")
  .map((geometry) => [nameOf(geometry), cut(rings(coarse, geometry)).map((p) => p.map((ring) => ring.map(project)))]);
const drawn = new Set(large.map(([name]) => name));
const small = fine.objects.countries.geometries
  .filter((geometry) => known.has(geometry.id) && geometry.id !== "010" && !drawn.has(nameOf(geometry)))
  .map((geometry) => [nameOf(geometry), octagon(rings(fine, geometry))]);
const features = [...large, ...small]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, coordinates]) => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "MultiPolygon", coordinates },
  }));
// large countries first, so that the octagons lie on them
features.sort((a, b) => Number(!drawn.has(a.properties.name)) - Number(!drawn.has(b.properties.name)));
writeFileSync(
  join(ROOT, "assets", "countries.json"),
  `{"type":"FeatureCollection","features":[\n${features.map((f) => JSON.stringify(f)).join(",\n")}\n]}\n`,
);

const shapes = new Set(features.map(({ properties }) => properties.name));
const rows = countries.map(
  ({ two, three, names }) =>
    `  ${JSON.stringify(`${two} ${three}${shapes.has(names[0]) ? "" : "-"} ${names.join("|")}`)},`,
);
writeFileSync(
  join(ROOT, "src", "charts", "country-names.ts"),
  `// made by scripts/assets/make-countries.mjs

/** ISO 3166 codes and English names of each country, the name that assets/countries.json uses first; \`-\`: it has no shape there. */
export const COUNTRY_NAMES: readonly string[] = [
${rows.join("\n")}
];
`,
);
const all = features.flatMap(({ geometry }) => geometry.coordinates.flat(2));
const extent = [0, 1].map((i) =>
  all.reduce(([a, b], p) => [Math.min(a, p[i]), Math.max(b, p[i])], [Infinity, -Infinity]),
);
console.log("aspect", (extent[0][1] - extent[0][0]) / (extent[1][1] - extent[1][0]));
console.log(
  `${large.length} shapes, ${small.length} octagons, without: ${countries.filter(({ names }) => !shapes.has(names[0])).map(({ two }) => two)}`,
);
