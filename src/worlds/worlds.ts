import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { amplitude } from "./amplitude/amplitude.ts";
import { nested } from "./nested/nested.ts";
import { product } from "./product/product.ts";
import { shop } from "./shop/shop.ts";
import { telecom } from "./telecom/telecom.ts";
import type { World } from "./world.ts";

/** Every world; a new one is one folder and one line here. */
export const WORLDS: readonly World[] = [shop, telecom, product, amplitude, nested];

/** @throws AppError USAGE that names the nearest world */
export function worldNamed(name: string): World {
  const found = WORLDS.find((world) => world.name === name);
  if (found !== undefined) return found;
  const names = WORLDS.map((world) => world.name);
  throw new AppError("USAGE", `unknown world "${name}"${didYouMean(name, names)}`, {
    hint: `worlds: ${names.join(", ")}`,
  });
}
