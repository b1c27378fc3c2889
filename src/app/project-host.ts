import { statSync } from "node:fs";
import { join } from "node:path";
import { loadProject, PROJECT_FILE } from "../config/project-file.ts";
import type { Project } from "../contract/project/project.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { StateDatabase } from "../state/database.ts";
import { shareProjectWarehouse } from "./open-warehouse.ts";
import { openProject, type ProjectSession, type SessionOptions } from "./project-session.ts";

/** A project that a process holds for a long time, for many readers and one writer at a time. */
export interface ProjectHost extends AsyncDisposable {
  /**
   * The project with the definitions its file has now. It is the host's: disposing it does nothing.
   * @throws AppError CONFIG_INVALID while the file is not valid
   */
  session(): ProjectSession;
  readonly root: string;
  readonly state: StateDatabase;
  /** Looks whether the project file has changed. */
  look(): void;
  /** Tells of every change of the project file, valid or not. */
  onChange(listener: () => void): void;
  /** True when an engine could not be stopped: the process can only end by being killed. */
  readonly stuck: boolean;
}

/** Locks and opens the project at `root`. @throws AppError as `openProject` does */
export async function openHost(root: string, options: SessionOptions): Promise<ProjectHost> {
  const opened = await openProject(root, options);
  const listeners: (() => void)[] = [];
  const definitions = followFile(root, opened.project, () => {
    for (const listener of listeners) listener();
  });
  const shared = shareProjectWarehouse(opened.paths, () => session());
  const session = (): ProjectSession => ({
    ...opened,
    project: definitions.current(),
    shared,
    [Symbol.dispose]: () => {},
  });
  return {
    session,
    root,
    state: opened.state,
    look: definitions.look,
    onChange: (listener) => listeners.push(listener),
    get stuck() {
      return shared.abandoned;
    },
    [Symbol.asyncDispose]: async () => {
      await shared[Symbol.asyncDispose]();
      opened[Symbol.dispose]();
    },
  };
}

interface Definitions {
  /** @throws AppError CONFIG_INVALID */
  current(): Project;
  look(): void;
}

/** The project file's content, read again whenever the file is another one than before. */
function followFile(root: string, first: Project, changed: () => void): Definitions {
  const path = join(root, PROJECT_FILE);
  const stamp = (): string => {
    const { mtimeMs = 0, size = 0, ino = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return `${mtimeMs} ${size} ${ino}`;
  };
  let seen = stamp();
  let held: Project | AppError = first;
  const look = (): void => {
    const now = stamp();
    if (now === seen) return;
    seen = now;
    held = read(root);
    changed();
  };
  return {
    look,
    current: () => {
      look();
      if (held instanceof AppError) throw held;
      return held;
    },
  };
}

function read(root: string): Project | AppError {
  try {
    return loadProject(root).project;
  } catch (error) {
    return asAppError(error);
  }
}
