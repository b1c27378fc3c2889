import { addDefinitions } from "../config/add-definitions.ts";
import { AppError } from "../core/errors.ts";
import { definitions } from "../models/definitions.ts";
import { funnelFlags } from "../models/fct-sessions.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

/**
 * Adds funnels and segments to the project file of a session, as long as its models stay what they are: with others no
 * question would be answered until the next build.
 * @returns the names that are new
 * @throws AppError USAGE when the models would have to be made anew; what `addDefinitions` of the configuration throws
 */
export function addQuestions(session: ProjectSession, text: string): readonly string[] {
  const { schemas } = modelInput(session);
  const known = funnelFlags(session.project);
  return addDefinitions(session.paths.root, text, (project) => {
    if (definitions(project, schemas).relations === definitions(session.project, schemas).relations) return;
    const events = [...funnelFlags(project).keys()].filter((event) => !known.has(event));
    throw new AppError("USAGE", `the models hold nothing of ${events.join(", ") || "this funnel"} in funnels yet`, {
      hint: "write the text into tidemark.yml, then run `tidemark build`",
    });
  });
}
