import { z } from "zod";
import { route } from "./route.ts";

export const addDefinitions = route({
  method: "POST",
  url: "/api/definitions",
  tag: "project",
  summary: "Adds funnels and segments to the project file; everything else in it stays",
  body: z.strictObject({
    text: z.string().max(20_000).describe("YAML with `funnels` and `segments`, as they stand in a project file"),
  }),
  answer: z.strictObject({ added: z.array(z.string()).describe("names that were not there before") }),
});
