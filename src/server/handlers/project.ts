import { z } from "zod";
import type { AnyAnalysis } from "../../analyses/analysis.ts";
import { ANALYSES } from "../../analyses/registry.ts";
import { addQuestions } from "../../app/add-questions.ts";
import { dimensionValues } from "../../app/dimension-values.ts";
import { glossary } from "../../app/glossary.ts";
import { methodCard } from "../../app/method-card.ts";
import { projectInfo } from "../../app/project-info.ts";
import { readVersion } from "../../app/read-version.ts";
import type { AnalysisInfo } from "../../contract/api/analyses.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

/** An analysis by its id. @throws AppError NOT_FOUND */
export function findAnalysis(id: string): AnyAnalysis {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis !== undefined) return analysis;
  const ids = ANALYSES.map((known) => known.id);
  throw new AppError("NOT_FOUND", `there is no analysis "${id}"${didYouMean(id, ids)}`, {
    hint: `known: ${ids.join(", ")}`,
  });
}

function infoOf({ id, version, title, question, params, anyTable }: AnyAnalysis): AnalysisInfo {
  const { $schema: _, ...schema } = z.toJSONSchema(params, { io: "input", unrepresentable: "any" });
  const rows = anyTable === true ? { anyOf: [{ required: ["table"] }, { required: ["sql"] }] } : {};
  return { id, version, title, question, params: { ...schema, ...rows } };
}

type Names = "getProject" | "addDefinitions" | "getGlossary" | "dimensionValues" | "listAnalyses" | "getAnalysis";

export function projectHandlers({ host, reads }: ServerContext): Handlers<Names> {
  return {
    getProject: () => projectInfo(host.session()),
    addDefinitions: ({ body: { text } }) => {
      const added = addQuestions(host.session(), text);
      host.look();
      return { added: [...added] };
    },
    getGlossary: () => glossary(host.session().project),
    dimensionValues: ({ path: { id }, query }, call) => {
      const session = host.session();
      const work = (signal: AbortSignal) => dimensionValues(session, id, { ...query, signal });
      return reads.answer({ question: () => ["values", id, query, readVersion(session)], work }, call);
    },
    listAnalyses: () => ANALYSES.map(infoOf),
    getAnalysis: ({ path: { id } }) => ({ ...infoOf(findAnalysis(id)), card: methodCard(id) }),
  };
}
