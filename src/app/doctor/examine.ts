import { type ProjectPaths, projectPaths } from "../../config/paths.ts";
import { loadProject, PROJECT_FILE } from "../../config/project-file.ts";
import type { Project } from "../../contract/project/project.ts";
import { AppError, asAppError } from "../../core/errors.ts";
import { engineOptions } from "../engine-options.ts";
import { openProject, type ProjectSession } from "../project-session.ts";
import { clickHouseFindings } from "./clickhouse.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";
import { lakeFindings } from "./lake.ts";
import { diskFinding, engineFindings, memoryFinding, nodeFinding, openFilesFinding, zoneFinding } from "./machine.ts";
import { warehouseFinding } from "./warehouse.ts";

/**
 * Examines the machine and, where there is one, the project. Never throws for what it finds: every trouble is a line
 * with what to do.
 * @param root the project's folder; undefined outside of any project
 */
export async function examine(root: string | undefined): Promise<readonly Finding[]> {
  const { project, findings } = projectFinding(root);
  const zone = project?.project.timezone ?? "UTC";
  const settings =
    project === undefined ? { memoryLimitBytes: undefined, threads: undefined } : engineOptions({ project });
  return [
    nodeFinding(process.versions.node),
    ...(await engineFindings(zone)),
    memoryFinding(settings),
    openFilesFinding(),
    zoneFinding(zone),
    ...findings,
    ...(root === undefined || project === undefined ? [] : await stateFindings(root)),
  ];
}

function projectFinding(root: string | undefined): {
  readonly project?: Project;
  readonly findings: readonly Finding[];
} {
  if (root === undefined)
    return { findings: [ok("project", `no ${PROJECT_FILE} here or above: only the machine was examined`)] };
  try {
    const { project } = loadProject(root);
    const count = Object.keys(project.sources).length;
    return {
      project,
      findings: [ok("project", `"${project.project.name}" is valid, ${count} ${count === 1 ? "source" : "sources"}`)],
    };
  } catch (error) {
    const { message, hint } = asAppError(error);
    return { findings: [fail("project", message, hint ?? `correct ${PROJECT_FILE}`)] };
  }
}

async function stateFindings(root: string): Promise<readonly Finding[]> {
  const paths = projectPaths(root);
  let session: ProjectSession;
  try {
    session = await openProject(root, { purpose: "doctor", waitMs: 0 });
  } catch (error) {
    const { code, message, hint } = asAppError(error);
    if (code === "PROJECT_LOCKED")
      return [
        warn("lock", message, "lake and warehouse were not examined: run it again when the other command has ended"),
      ];
    return [fail("state", message, hint ?? "restore the .tidemark folder from a backup")];
  }
  using open = session;
  return [
    ok("lock", "no other process holds the project"),
    ...disks(paths),
    ...lakeFindings(paths, open.manifest),
    await warehouseFinding(open),
    ...(await clickHouseFindings(open)),
  ];
}

function disks({ root, tmp, spill }: ProjectPaths): readonly Finding[] {
  return [diskFinding("disk_lake", root), diskFinding("disk_tmp", tmp), diskFinding("disk_spill", spill)];
}

/** The doctor's exit code: 1 when something fails, 2 when something warns. */
export function doctorExitCode(findings: readonly Finding[]): number {
  if (findings.some(({ status }) => status === "fail")) return 1;
  return findings.some(({ status }) => status === "warn") ? 2 : 0;
}

/** The project's folder, or undefined where `find` sees none. */
export function rootOrNone(find: () => string): string | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof AppError && error.code === "PROJECT_NOT_FOUND") return undefined;
    throw error;
  }
}
