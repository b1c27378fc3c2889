import type { ResultInfo } from "../contract/api/results.ts";
import { createResultStore } from "../state/results.ts";
import type { ProjectSession } from "./project-session.ts";

/** The newest kept results, without their content. */
export function keptResults(
  { state }: Pick<ProjectSession, "state">,
  filter: { readonly analysis?: string | undefined; readonly limit: number },
): ResultInfo[] {
  return createResultStore(state)
    .list(filter)
    .map(({ createdAt, envelope: { id, analysis, params, status, findings, receipt } }) => ({
      ...{ id, analysis, params, status, createdAt },
      dataVersion: receipt.dataVersion,
      finding: findings[0]?.text ?? null,
    }));
}
