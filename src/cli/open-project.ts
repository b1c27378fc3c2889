import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { openProject, type ProjectSession } from "../app/project-session.ts";
import { findProjectRoot, PROJECT_FILE } from "../config/project-file.ts";
import { AppError } from "../core/errors.ts";
import { type CommandContext, type OptionValues, textOption } from "./command.ts";

/** The project folder that `--project` names, or the nearest one upwards. */
export function projectRoot({ options, io }: Pick<CommandContext, "options" | "io">): string {
  const named = textOption(options, "project");
  if (named === undefined) return findProjectRoot(io.cwd);
  const root = resolve(io.cwd, named);
  if (!existsSync(join(root, PROJECT_FILE))) {
    throw new AppError("PROJECT_NOT_FOUND", `no ${PROJECT_FILE} in ${root}`, {
      hint: "create one with `tidemark init`",
    });
  }
  return root;
}

/** Opens the project for a command, waiting as long as `--wait` says; inside a server it is open. */
export async function openCommandProject(context: CommandContext, purpose: string): Promise<ProjectSession> {
  if (context.session !== undefined) return context.session;
  return openProject(projectRoot(context), { purpose, waitMs: waitMs(context.options) });
}

/** How long `--wait` says to wait for a project in use. */
export function waitMs(options: OptionValues): number {
  const wait = Number(textOption(options, "wait") ?? "5");
  if (!(wait >= 0)) throw new AppError("USAGE", "--wait takes a number of seconds");
  return wait * 1000;
}
