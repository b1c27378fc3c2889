import { writeFileSync } from "node:fs";
import { REFERENCE_PAGES } from "./reference-pages.ts";

for (const [path, text] of Object.entries(REFERENCE_PAGES)) writeFileSync(path, text());
console.log(`wrote ${Object.keys(REFERENCE_PAGES).join(", ")}`);
