import { existsSync } from "node:fs";
import { hashOf, partKey, readBuildState } from "../../build/bookkeeping.ts";
import { definitions } from "../../models/definitions.ts";
import { modelInput, openProjectWarehouse } from "../open-warehouse.ts";
import type { ProjectSession } from "../project-session.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const ID = "warehouse";

/** Whether the warehouse opens and holds what the manifest and the definitions say now. */
export async function warehouseFinding(session: ProjectSession): Promise<Finding> {
  const input = modelInput(session);
  const rows = input.parts.filter(({ kind }) => kind === "rows");
  if (!existsSync(session.paths.warehouse)) {
    return rows.length === 0
      ? ok(ID, "nothing is loaded and nothing is built yet")
      : warn(ID, "rows are loaded, but the models are not built", "run `tidemark build`");
  }
  try {
    await using warehouse = await openProjectWarehouse(session);
    const state = await readBuildState(warehouse);
    if (state === null) return warn(ID, "the warehouse holds no complete build", "run `tidemark build`");
    const added = rows.filter((part) => !state.parts.has(partKey(part))).length;
    const removed = state.parts.size - (rows.length - added);
    if (added + removed > 0) {
      return warn(
        ID,
        `the models are older than the lake: ${added} parts are new, ${removed} are gone`,
        "run `tidemark build`",
      );
    }
    const now = definitions(input.project, input.schemas);
    if (state.relations !== hashOf(now.relations) || state.metrics !== hashOf(now.metrics)) {
      return warn(ID, "the definitions have changed since the models were built", "run `tidemark build`");
    }
    return ok(ID, "the models hold what the manifest and the definitions say");
  } catch (error) {
    return fail(
      ID,
      `the warehouse does not open: ${error instanceof Error ? error.message : error}`,
      "build it anew from the lake: `tidemark build --full`",
    );
  }
}
