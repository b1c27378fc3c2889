import type { ProjectInfo } from "../../src/contract/api/project.ts";
import type { Choice } from "../design/multi-select.tsx";

/** What parameters with a name of the project can be; the names mean the same in every analysis. */
export function projectChoices(project: ProjectInfo | undefined, name: string): readonly Choice[] | null {
  if (project === undefined) return null;
  const named = (list: readonly { readonly id: string; readonly label: string | null }[]): readonly Choice[] =>
    list.map(({ id, label }) => ({ value: id, label: label ?? id }));
  switch (name) {
    case "metric":
    case "metrics":
      return named(project.metrics);
    case "by":
    case "dimension":
    case "dimensions":
      return named(project.dimensions);
    case "segments":
      return named(project.segments);
    case "funnel":
      return named(project.funnels);
    default:
      return null;
  }
}
