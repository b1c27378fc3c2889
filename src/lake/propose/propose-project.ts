import { AppError } from "../../core/errors.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import { proposeDimensions } from "./dimensions.ts";
import { groupFiles, groupPath, namedFiles, projectPath } from "./input-groups.ts";
import { sharedKeys, withKeys } from "./joins.ts";
import { proposeFunnel, proposeMetrics } from "./metrics.ts";
import type { ProjectProposal } from "./proposal.ts";
import { type ProposedSource, proposeSource } from "./propose-source.ts";
import { type SampleTable, sampleTable } from "./sample-table.ts";
import { sourceId } from "./source-id.ts";

export interface ProposeOptions {
  readonly warehouse: Warehouse;
  /** Folder for samples; the caller removes it. */
  readonly tempDir: string;
  /** The project's folder: paths are written relative to it. */
  readonly root: string;
  /** Where relative names in `from` begin. */
  readonly cwd: string;
  readonly name: string;
}

/**
 * Looks at files and proposes a whole project: sources with roles and types, first metrics, dimensions, a funnel.
 * @param from files, folders and globs
 * @throws AppError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_CORRUPT, CONFIG_INVALID when nothing in them is a table
 */
export async function proposeProject(from: readonly string[], options: ProposeOptions): Promise<ProjectProposal> {
  const { warehouse, root, cwd, name } = options;
  const { files: named, empty } = await namedFiles(cwd, from);
  const groups = await groupFiles(named);
  const samples: SampleTable[] = [];
  for (const group of groups) {
    const sample = await sampleTable(group, options);
    if (sample.rows === 0) throw nothingRecognised(group.files[0] ?? "", sample);
    samples.push(sample);
  }
  const keys = await sharedKeys(warehouse, samples);
  const keyed = withKeys(samples, keys);
  const related = new Set(keys.map((key) => key.from));
  const taken = new Set<string>();
  const proposed: ProposedSource[] = [];
  for (const [i, sample] of keyed.entries()) {
    const { files } = groups[i] ?? { files: [] };
    const id = sourceId(files[0] ?? "", taken);
    taken.add(id);
    const place = { id, path: await groupPath(root, files), files: files.length, related: related.has(i) };
    proposed.push(await proposeSource(warehouse, sample, place));
  }
  const sources = proposed.map(({ source }, i) => {
    if (source.kind.value === "events") return source;
    const joins = keys
      .filter((key) => key.from === i)
      .map(({ to, join }) => ({ to: proposed[to]?.source.id ?? "", ...join }));
    const first = new Map(joins.map((join) => [join.to, join]).reverse() as [string, (typeof joins)[number]][]);
    return { ...source, joins: [...first.values()].reverse() };
  });
  const funnel = proposeFunnel(proposed);
  return {
    name,
    notes: empty.map((path) => `${projectPath(root, path)} is empty: left out`),
    sources,
    dimensions: proposeDimensions(proposed),
    metrics: proposeMetrics(proposed),
    funnels: funnel === undefined ? [] : [{ id: "purchase", ...funnel }],
  };
}

function nothingRecognised(path: string, { columns }: SampleTable): AppError {
  const what =
    columns.length === 0
      ? "no columns"
      : `the columns ${columns.map(({ name }) => name).join(", ")} but no row below them`;
  return new AppError("CONFIG_INVALID", `${path}: found ${what}`, {
    hint: "name a file with rows, or write tidemark.yml by hand: `sources: {<id>: {path, format, events: {time, user, name} | table: {key}}}` (docs/reference/project.md)",
  });
}
