import { z } from "zod";
import { route } from "./route.ts";

const text = {
  page: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe("the page it belongs to, such as `metrics`"),
  name: z.string().min(1).max(120),
  state: z.string().max(8000).describe("the page's state, as its URL's search part"),
};

/** A page's state under a name. */
export const SavedView = z.strictObject({ id: z.int(), ...text, savedAt: z.string() });
export type SavedView = z.infer<typeof SavedView>;

export const listViews = route({
  method: "GET",
  url: "/api/views",
  tag: "views",
  summary: "Saved views by page and name",
  query: z.strictObject({ page: z.string().optional() }),
  answer: z.array(SavedView),
});

export const saveView = route({
  method: "POST",
  url: "/api/views",
  tag: "views",
  summary: "Saves a view; one of the same page and name is replaced",
  body: z.strictObject(text),
  answer: SavedView,
});

export const deleteView = route({
  method: "DELETE",
  url: "/api/views/:id",
  tag: "views",
  summary: "Deletes a saved view",
  path: z.strictObject({ id: z.coerce.number<string | number>().int() }),
  answer: z.strictObject({ deleted: z.boolean() }),
});
