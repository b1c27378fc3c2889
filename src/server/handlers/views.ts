import { savedViews } from "../../app/saved-views.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function viewHandlers({ host, clock }: ServerContext): Handlers<"listViews" | "saveView" | "deleteView"> {
  const views = savedViews(host);
  return {
    listViews: ({ query: { page } }) => [...views.list(page)],
    saveView: ({ body }) => views.save({ ...body, savedAt: new Date(clock.nowMs()).toISOString() }),
    deleteView: ({ path: { id } }) => ({ deleted: views.remove(id) }),
  };
}
