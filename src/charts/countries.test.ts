import { expect, test } from "vitest";
import { findCountry } from "./countries.ts";

test.each([
  ["GB", "United Kingdom"],
  ["gbr", "United Kingdom"],
  ["the United Kingdom", "United Kingdom"],
  ["Cote d'Ivoire", "Côte d'Ivoire"],
  ["St. Lucia", "Saint Lucia"],
  ["USA", "United States"],
  ["Viet Nam", "Vietnam"],
  ["South Korea", "South Korea"],
  ["Czech Republic", "Czech Republic"],
  ["Congo, Democratic Republic of the", null],
  ["Unspecified", null],
  ["", null],
])("%s is %s", (place, name) => {
  expect(findCountry(place)?.name ?? null).toBe(name);
});

test("every country name in a shop's file is found (UCI Online Retail)", () => {
  const names =
    "United Kingdom,France,Australia,Netherlands,Germany,Norway,EIRE,Switzerland,Spain,Poland,Portugal,Italy,Belgium,Lithuania," +
    "Japan,Iceland,Denmark,Cyprus,Sweden,Austria,Israel,Finland,Bahrain,Greece,Hong Kong,Singapore,Lebanon,United Arab Emirates," +
    "Saudi Arabia,Czech Republic,Canada,Brazil,USA,Malta,RSA";
  expect(names.split(",").filter((name) => findCountry(name)?.drawn !== true)).toEqual([]);
  expect(["Channel Islands", "European Community", "Unspecified"].map(findCountry)).toEqual([null, null, null]);
});
