import { createModelStore } from "../state/models.ts";
import type { ProjectSession } from "./project-session.ts";
import { numberDefinitions } from "./result-identity.ts";

/** What a read of the warehouse depends on: it changes with the lake, the models or the definitions. */
export const readVersion = ({
  project,
  manifest,
  state,
}: Pick<ProjectSession, "project" | "manifest" | "state">): readonly unknown[] => [
  manifest.dataVersion(),
  createModelStore(state).current() ?? null,
  numberDefinitions(project),
];
