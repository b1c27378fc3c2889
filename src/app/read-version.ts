import { createModelStore } from "../state/models.ts";
import { lakeVersion } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { numberDefinitions } from "./result-identity.ts";

/** What a read of the warehouse depends on: it changes with the lake, the models or the definitions. */
export const readVersion = (session: ProjectSession): readonly unknown[] => [
  lakeVersion(session),
  createModelStore(session.state).current() ?? null,
  numberDefinitions(session.project),
];
