import { type BuildProjectOptions, buildProject } from "../../src/app/build-project.ts";
import { ingestProject } from "../../src/app/ingest-project.ts";
import { shareProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject, type ProjectSession } from "../../src/app/project-session.ts";
import type { BuildReport } from "../../src/build/report.ts";
import type { IngestReport } from "../../src/lake/ingest.ts";
import { createProject } from "./project.ts";

const YML = `
project: { name: shop }
sources:
  log:
    path: data/*.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: integer, what: text }
metrics:
  events: { kind: count }
`;

const clock = { nowMs: Date.now };

/** A small log in a process that shares one engine between its readers, as a server does. */
export interface SharedSession extends AsyncDisposable {
  readonly session: ProjectSession;
  /** Writes a file of a day's views, each of another user; `more` are lines at its end. */
  write(day: string, rows: number, more?: readonly string[]): void;
  /** Loads what is new. @param shown false: the views of the shared engine are not told, as while more files are loaded */
  ingest(shown?: boolean): Promise<IngestReport>;
  build(options?: Omit<BuildProjectOptions, "clock">): Promise<BuildReport>;
  /** Opens the project anew with more lines in its file: metrics, then other sections. */
  declare(more: string): Promise<void>;
}

export async function sharedSession(): Promise<SharedSession> {
  const project = createProject(YML);
  const open = () => openProject(project.root, { purpose: "test" });
  let own = await open();
  let files = 0;
  const shared = shareProjectWarehouse(own.paths, () => session());
  const session = (): ProjectSession => ({ ...own, shared });
  return {
    get session() {
      return session();
    },
    write: (day, rows, more = []) => {
      const lines = Array.from({ length: rows }, (_, i) => `${day}T00:00:${10 + (i % 50)}Z,${i},view`);
      project.write(`data/${++files}.csv`, ["at,who,what", ...lines, ...more].join("\n"));
    },
    ingest: (shown = true) => ingestProject(shown ? session() : own, { onProgress: () => {}, onFile: () => {}, clock }),
    build: (options) => buildProject(session(), { ...options, clock }),
    declare: async (more) => {
      project.write("tidemark.yml", YML + more);
      own[Symbol.dispose]();
      own = await open();
    },
    [Symbol.asyncDispose]: async () => {
      await shared[Symbol.asyncDispose]();
      own[Symbol.dispose]();
      project.remove();
    },
  };
}
