import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file in `assets/`. */
export function assetPath(name: string): string {
  // sources and build output lie at different depths
  const places = ["../../assets/", "../../../assets/"].map((up) => fileURLToPath(new URL(up + name, import.meta.url)));
  return places.find((path) => existsSync(path)) ?? places[0] ?? name;
}
