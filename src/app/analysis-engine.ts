import type { AnyAnalysis } from "../analyses/analysis.ts";
import { readCopiedState } from "../build/engine-copy/copied-state.ts";
import type { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import type { BuiltModels } from "../state/models.ts";
import type { ClickHouseWarehouse } from "../warehouse/clickhouse/instance.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { openProjectClickHouse } from "./clickhouse.ts";
import type { ProjectSession } from "./project-session.ts";

export type EngineKind = Project["engine"]["kind"];

/**
 * The engine that answers: the project's, but an analysis of the project's own files and runs is answered where they
 * are, by the embedded one.
 */
export function answeringEngine(
  analysis: Pick<AnyAnalysis, "catalogRequest">,
  params: unknown,
  { engine }: Project,
): EngineKind {
  return analysis.catalogRequest(params) === undefined ? engine.kind : "duckdb";
}

/** The session with another engine for its analyses than the project file says. */
export function withEngine(session: ProjectSession, kind: EngineKind): ProjectSession {
  const { project } = session;
  return { ...session, project: { ...project, engine: { ...project.engine, kind } } };
}

/** What is needed to open an engine for an answer. */
export interface EngineRequest {
  readonly session: ProjectSession;
  /** The embedded warehouse, which is open in any case; its models are those that must be answered from. */
  readonly local: Warehouse;
  readonly models: BuiltModels;
}

/** An engine with the models, and how to let it go. */
export interface OpenedEngine extends AsyncDisposable {
  readonly warehouse: Warehouse;
  /**
   * Asked when an answer has been computed: others may fill the engine meanwhile.
   * @throws AppError NOT_BUILT when the models may have been replaced, so that an answer could mix two builds
   */
  confirm(): Promise<void>;
}

/** @throws AppError NOT_BUILT when the engine does not hold the models of the embedded warehouse */
export function openEngine(kind: EngineKind, request: EngineRequest): Promise<OpenedEngine> {
  return ENGINES[kind](request);
}

const ENGINES: Readonly<Record<EngineKind, (request: EngineRequest) => Promise<OpenedEngine>>> = {
  duckdb: async ({ local }) => ({ warehouse: local, confirm: async () => {}, [Symbol.asyncDispose]: async () => {} }),
  clickhouse: async ({ session, models }) => {
    const warehouse = openProjectClickHouse(session.project);
    const confirm = (): Promise<void> => requireModels(warehouse, models);
    try {
      await confirm();
      return { warehouse, confirm, [Symbol.asyncDispose]: () => warehouse[Symbol.asyncDispose]() };
    } catch (error) {
      await warehouse[Symbol.asyncDispose]();
      throw error;
    }
  },
};

async function requireModels(
  warehouse: ClickHouseWarehouse,
  { dataVersion, relations, metrics }: BuiltModels,
): Promise<void> {
  const held = await readCopiedState(warehouse);
  if (held?.dataVersion === dataVersion && held.relations === relations && held.metrics === metrics) return;
  const what = held === null ? "holds no complete models" : "holds other models than the project";
  const first = held === null ? "wait for the copy that fills it, if one is running; else " : "";
  throw new AppError("NOT_BUILT", `the ClickHouse database "${warehouse.database}" ${what}`, {
    hint: `${first}run \`tidemark engine copy --to clickhouse\``,
  });
}
