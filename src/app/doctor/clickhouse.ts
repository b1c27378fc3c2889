import { readCopiedState } from "../../build/engine-copy/copied-state.ts";
import { asAppError } from "../../core/errors.ts";
import { openProjectClickHouse } from "../clickhouse.ts";
import { notedModels } from "../model-state.ts";
import type { ProjectSession } from "../project-session.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const ID = "clickhouse";

/** Whether the project's ClickHouse answers and holds the models of the warehouse; nothing when it names none. */
export async function clickHouseFindings(session: ProjectSession): Promise<readonly Finding[]> {
  if (session.project.engine.url === undefined) return [];
  try {
    await using warehouse = openProjectClickHouse(session.project);
    const held = await readCopiedState(warehouse);
    const models = notedModels(session);
    const same =
      held?.dataVersion === models?.dataVersion &&
      held?.relations === models?.relations &&
      held?.metrics === models?.metrics;
    if (same) return [ok(ID, `the database "${warehouse.database}" holds the models of the warehouse`)];
    const what = held === null ? "holds no complete models" : "holds other models than the warehouse";
    const action = "run `tidemark engine copy --to clickhouse`";
    return [warn(ID, `the database "${warehouse.database}" ${what}`, action)];
  } catch (error) {
    const { message, hint } = asAppError(error);
    return [fail(ID, message, hint ?? "see that the server runs and that `engine.url` is right")];
  }
}
