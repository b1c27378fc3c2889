import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { initProject } from "../../app/init-project.ts";
import { PROJECT_FILE } from "../../config/project-file.ts";
import { AppError } from "../../core/errors.ts";
import { counted } from "../../quality/wording.ts";
import { type Command, type CommandContext, flagOption, listOption } from "../command.ts";

type Proposal = Awaited<ReturnType<typeof initProject>>;

/** `tidemark init [dir] --from <file...>`: proposes a project from files, asking nothing. */
export const initCommand: Command = {
  name: "init",
  usage: "[dir] --from <file...>",
  summary: "propose a project from files: what they are, their columns' roles and types, first metrics",
  details:
    "Reads a sample of the files and writes tidemark.yml with a reason beside each choice. Nothing is asked; every line\nmay be edited afterwards. Files of one shape become one source; several shapes become several.",
  options: [
    { name: "from", kind: "list", placeholder: "file", describe: "file, folder or quoted glob to look at" },
    { name: "force", kind: "flag", describe: "overwrite an existing tidemark.yml" },
  ],
  examples: ["tidemark init shop --from events.csv.gz", 'tidemark init --from "logs/*.ndjson" --from customers.csv'],
  run: runInit,
};

async function runInit({ args, options, io }: CommandContext): Promise<number> {
  const [dir, from] = directoryAndFiles(args, listOption(options, "from"), io.cwd);
  if (from.length === 0) {
    throw new AppError("USAGE", "init needs files to look at", {
      hint: "name them with --from: `tidemark init shop --from events.csv`",
    });
  }
  const root = resolve(io.cwd, dir);
  const proposal = await initProject({ root, cwd: io.cwd, from, force: flagOption(options, "force") });
  const file = relative(io.cwd, join(root, PROJECT_FILE)) || PROJECT_FILE;
  io.out(summary(proposal, file));
  io.err(`next: tidemark ingest${dir === "." ? "" : ` --project ${dir}`}`);
  return 0;
}

const DATA_FILE = /\.(csv|tsv|txt|data|ndjson|jsonl|json|parquet)(\.(gz|zst))?$/i;

/** `init shop --from a.csv b.csv`: a shell spreads globs, so words that are files belong to `--from` too. */
function directoryAndFiles(
  args: readonly string[],
  named: readonly string[],
  cwd: string,
): readonly [string, readonly string[]] {
  const isFile = (arg: string): boolean =>
    DATA_FILE.test(arg) || (statSync(resolve(cwd, arg), { throwIfNoEntry: false })?.isFile() ?? false);
  const [first, ...others] = args;
  if (first === undefined || isFile(first)) return [".", [...named, ...args]];
  return [first, [...named, ...others]];
}

function summary({ notes, sources, dimensions, metrics, funnels }: Proposal, file: string): string {
  const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));
  return [
    `wrote ${file}`,
    ...notes.map((note) => `note        ${note}`),
    ...sources.flatMap(sourceLines),
    `metrics     ${list(metrics.map(({ id }) => id))}`,
    `dimensions  ${list(dimensions.map(({ id }) => id))}`,
    ...funnels.map(({ value }) => `funnel      ${value.join(" > ")}`),
  ].join("\n");
}

function sourceLines({
  id,
  kind,
  events,
  table,
  joins,
  columns,
  files,
  notes,
}: Proposal["sources"][number]): readonly string[] {
  const what = kind.value === "events" ? "event log" : "table";
  const roles = Object.entries({ ...events, ...table }).map(([role, { value }]) => `${role} ${roleText(value)}`);
  return [
    `source      ${id}: ${what}${files > 1 ? ` of ${files} files` : ""}, ${counted(columns.length, "column")}; ${kind.reason}`,
    ...(roles.length === 0 ? [] : [`  roles     ${roles.join(", ")}`]),
    ...joins.map(
      ({ to, on }) => `  join      ${to} on ${typeof on === "string" ? on : Object.entries(on).flat().join(" = ")}`,
    ),
    ...notes.map((note) => `  note      ${note}`),
  ];
}

function roleText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(" or ");
  if (typeof value === "object" && value !== null && "const" in value) return `always "${String(value.const)}"`;
  if (typeof value === "object" && value !== null && "expr" in value) return String(value.expr);
  return "";
}
