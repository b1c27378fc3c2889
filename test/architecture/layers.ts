/** What the code of one folder of `src/` may import. */
export interface Layer {
  readonly name: string;
  readonly holds: string;
  /** Pure code knows no file system, clock, network or process. A layer of the browser lies beside `src/`. */
  readonly kind: "pure" | "node" | "browser";
  /** Other layers it may import; its own files always. */
  readonly layers: readonly string[];
  /** Folders beside `src/` it may import. */
  readonly beside?: readonly string[];
  /** npm packages it may import. */
  readonly packages: readonly string[];
  /** npm packages that only one of its folders may import. */
  readonly folderPackages?: Readonly<Record<string, readonly string[]>>;
}

/** From the bottom up: a layer imports from those above it in this list only. */
export const LAYERS: readonly Layer[] = [
  {
    name: "core",
    holds: "errors, clock, random numbers, calendar and time zones, signals, progress",
    kind: "pure",
    layers: [],
    packages: [],
  },
  {
    name: "stats",
    holds: "statistics: distributions, tests and intervals, resampling, regression, survival, control charts",
    kind: "pure",
    layers: ["core"],
    packages: [],
  },
  {
    name: "forecast",
    holds: "time series: grids, decompositions, tests, models, back-tests",
    kind: "pure",
    layers: ["core", "stats"],
    packages: [],
  },
  {
    name: "contract",
    holds: "schemas of what crosses a boundary: project file, manifest, checks, result envelope, charts",
    kind: "pure",
    layers: ["core"],
    packages: ["zod"],
  },
  {
    name: "sql",
    holds: "the sql tag, identifiers, the dialect, compiled conditions and expressions",
    kind: "pure",
    layers: ["core", "contract"],
    packages: ["zod"],
  },
  {
    name: "models",
    holds: "one relation per file, as SQL with its documentation",
    kind: "pure",
    layers: ["core", "contract", "sql"],
    packages: ["zod"],
  },
  {
    name: "quality",
    holds: "checks of data: the built-in pack, declared contracts, reports",
    kind: "pure",
    layers: ["core", "contract", "sql", "models"],
    packages: ["zod"],
  },
  {
    name: "analyses",
    holds: "one folder per analysis, and the registry",
    kind: "pure",
    layers: ["core", "stats", "forecast", "contract", "sql", "models", "quality"],
    packages: ["zod"],
  },
  {
    name: "charts",
    holds: "from a chart to renderer options, drawings and tables; formats, palette, text widths",
    kind: "pure",
    layers: ["core", "contract"],
    packages: [],
  },
  {
    name: "warehouse",
    holds: "the port to an OLAP engine, its adapters, the read-only path of user SQL",
    kind: "node",
    layers: ["core", "contract", "sql"],
    packages: ["zod"],
    folderPackages: { "warehouse/duckdb": ["@duckdb/node-api"], "warehouse/clickhouse": ["@clickhouse/client"] },
  },
  {
    name: "state",
    holds: "SQLite: the manifest, checks, results, jobs, saved views; the project's lock and its server's address",
    kind: "node",
    layers: ["core", "contract"],
    packages: ["libsql", "zod"],
  },
  {
    name: "config",
    holds: "the project file and the paths; the only reader of the environment",
    kind: "node",
    layers: ["core", "contract"],
    packages: ["yaml", "zod"],
  },
  {
    name: "lake",
    holds: "from input files to Parquet parts: reading, typing, duplicates, quarantine",
    kind: "node",
    layers: ["core", "contract", "sql", "warehouse"],
    packages: ["fzstd", "tinyglobby", "xxhash-wasm", "yaml", "zod"],
  },
  {
    name: "build",
    holds: "from parts to models: full and incremental builds",
    kind: "node",
    layers: ["core", "contract", "sql", "models", "warehouse"],
    packages: ["zod"],
  },
  {
    name: "worlds",
    holds: "seeded generators of data with planted truth",
    kind: "node",
    layers: ["core", "contract", "sql", "warehouse"],
    packages: ["yaml", "zod"],
  },
  {
    name: "render",
    holds: "pictures of charts: SVG, and PNG with the bundled font",
    kind: "node",
    layers: ["core", "contract", "charts"],
    packages: ["@resvg/resvg-js", "echarts"],
  },
  {
    name: "jobs",
    holds: "the queue of work that changes the project: one at a time, with its history; threads for long calculations",
    kind: "node",
    layers: ["core", "stats", "forecast", "contract", "state"],
    packages: [],
  },
  {
    name: "app",
    holds: "use cases: everything wired together by hand",
    kind: "node",
    layers: [
      "core",
      "contract",
      "stats",
      "forecast",
      "sql",
      "models",
      "quality",
      "analyses",
      "warehouse",
      "state",
      "config",
      "lake",
      "build",
      "worlds",
      "jobs",
    ],
    packages: ["zod"],
  },
  {
    name: "server",
    holds: "the HTTP interface: routes, events, commands handed over, the dashboard's files, guards",
    kind: "node",
    layers: ["core", "contract", "analyses", "config", "jobs", "app"],
    packages: ["@hono/node-server", "hono", "pino", "prom-client", "zod"],
  },
  {
    name: "cli",
    holds: "commands, terminal output, exit codes",
    kind: "node",
    layers: [
      "core",
      "contract",
      "quality",
      "analyses",
      "charts",
      "config",
      "lake",
      "build",
      "worlds",
      "render",
      "app",
      "server",
    ],
    beside: ["bench"],
    packages: ["zod"],
  },
  {
    name: "web",
    holds: "the dashboard, beside `src/`: design system, charts on a page, pages",
    kind: "browser",
    layers: ["core", "stats", "contract", "charts"],
    beside: ["test/charts"],
    packages: ["@tanstack/react-query", "@tanstack/react-router", "react", "react-dom", "zod"],
    folderPackages: { "web/chart": ["echarts"] },
  },
];

/** The table as ARCHITECTURE.md shows it. */
export function layerTable(): string {
  const row = ({ name, holds, kind, layers, beside = [], packages, folderPackages = {} }: Layer): string => {
    const importable = [...layers, ...beside.map((folder) => `${folder} (beside \`src/\`)`)];
    const inFolders = Object.entries(folderPackages).map(
      ([folder, names]) => `${names.join(", ")} (only in \`${folder}/\`)`,
    );
    return `| \`${name}/\` | ${holds} | ${kind} | ${importable.join(", ") || "nothing"} | ${[...packages, ...inFolders].join(", ") || "none"} |`;
  };
  return [
    "| layer | holds | kind | may import | npm packages |",
    "| --- | --- | --- | --- | --- |",
    ...LAYERS.map(row),
  ].join("\n");
}
