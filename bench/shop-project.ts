import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { projectPaths } from "../src/config/paths.ts";
import { PROJECT_FILE } from "../src/config/project-file.ts";
import { AppError } from "../src/core/errors.ts";
import { generateWorld, TRUTH_FILE } from "../src/worlds/generate.ts";
import { shop } from "../src/worlds/shop/shop.ts";
import { DAILY_METRICS } from "./build/daily-metrics.ts";

export const SHOP_DAYS = 61;
const SEED = 1;
const Truth = z.object({ parameters: z.object({ events: z.number() }) });

export interface ShopProjectInput {
  readonly root: string;
  readonly events: number;
  /** Input files, by time; as many as days gives a file per day. */
  readonly files: number;
}

export interface ShopProject {
  readonly rows: number;
  readonly bytes: number;
  /** Names of the input files, in order of time. */
  readonly paths: readonly string[];
}

/** Makes a project with a shop world's events as CSV, and with the metrics of this benchmark. */
export async function shopProject({ root, events, files }: ShopProjectInput): Promise<ShopProject> {
  const request = { events, days: SHOP_DAYS, seed: SEED, start: shop.defaults.start, format: "csv" as const, files };
  const generated = await generateWorld(shop, request, { out: root });
  changeProject(root, (project) => ({ ...project, metrics: DAILY_METRICS }));
  const paths = generated.files.map(({ path }) => path);
  const bytes = paths.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  return { rows: generated.rows, bytes, paths };
}

/** How many events a project's world has generated. @throws AppError USAGE for a folder without one */
export function generatedEvents(root: string): number {
  const file = join(root, TRUTH_FILE);
  try {
    return Truth.parse(JSON.parse(readFileSync(file, "utf8"))).parameters.events;
  } catch (cause) {
    throw new AppError("USAGE", `${root} is no project that a benchmark has made`, {
      hint: "name the folder `project` below what a run with --keep has left",
      cause,
    });
  }
}

interface ProjectText {
  readonly sources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [section: string]: unknown;
}

/** Lets the project read this file alone. */
export function readOnlyFile(root: string, path: string): void {
  changeSources(root, { path });
}

/** Lets the project load a file anew when it has changed. */
export function replaceChangedFiles(root: string): void {
  changeSources(root, { changed: "replace" });
}

/** A day as it was delivered before its last row was there. */
export function writeWithoutLastRow(whole: string, file: string): void {
  const text = readFileSync(whole);
  writeFileSync(file, text.subarray(0, text.lastIndexOf("\n", text.length - 2) + 1));
}

/** Gives the project's engine so much memory. */
export function setMemoryLimit(root: string, bytes: number): void {
  changeProject(root, (project) => ({ ...project, engine: { memory_limit: `${Math.round(bytes / 1e6)}MB` } }));
}

function changeSources(root: string, change: Readonly<Record<string, unknown>>): void {
  changeProject(root, (project) => {
    const sources = Object.entries(project.sources).map(([id, source]) => [id, { ...source, ...change }] as const);
    return { ...project, sources: Object.fromEntries(sources) };
  });
}

function changeProject(root: string, change: (project: ProjectText) => ProjectText): void {
  const file = join(root, PROJECT_FILE);
  writeFileSync(file, stringify(change(parse(readFileSync(file, "utf8")) as ProjectText)));
}

/** Forgets what was loaded and built; the input files stay. */
export function resetProject(root: string): void {
  const { lake, state } = projectPaths(root);
  for (const folder of [lake, state]) rmSync(folder, { recursive: true, force: true });
}
