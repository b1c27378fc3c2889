// Writes examples/telecom/README.md from what the commands in it answer: `node scripts/telecom-example.mjs` after a build.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = new URL("..", import.meta.url).pathname;
const OUT = join(ROOT, "examples/telecom");
const PICTURES = join(OUT, "pictures");

/** Each part of the analysis: what is asked, and the command that answers. */
const STEPS = [
  {
    title: "A first look: joins, quality, distributions, pairs",
    slug: "eda",
    run: "eda --table facts --columns Latency,Throughput,CallDropRate,DataUsage,CustomerSatisfaction",
  },
  { title: "Is latency normal?", slug: "normality", run: "normality --table facts --column Latency" },
  { title: "Which latencies lie far out?", slug: "outliers", run: "outliers --table facts --column Latency" },
  {
    title: "Latency and satisfaction",
    slug: "correlate",
    run: "correlate --table facts --x Latency --y CustomerSatisfaction",
  },
  {
    title: "Directions in the network's measures",
    slug: "pca",
    run: "pca --table facts --columns Latency,Throughput,CallDropRate,DataUsage",
  },
  { title: "Data usage by day", slug: "metric", run: "metric --metric data_usage --grain day" },
  {
    title: "Satisfaction on either side of the median latency",
    slug: "compare",
    run: "compare --table facts --value CustomerSatisfaction --by bin:Latency:median",
  },
  {
    title: "Network and latency",
    slug: "associate",
    run: "associate --table facts --x NetworkType --y bin:Latency:median",
  },
  {
    title: "Data usage on a logarithmic scale",
    slug: "transform",
    run: "transform --table facts --column DataUsage --cluster CustomerID",
  },
  {
    title: "What goes with downtime",
    slug: "impact",
    run: "impact --table facts --by Downtime --bins 5,30 --outcomes CustomerSatisfaction --revenue Revenue",
  },
];

const work = mkdtempSync(join(tmpdir(), "tidemark-example-"));
const project = join(work, "telecom");

/** Findings go to stderr only beside a table, so answers are read as JSON. */
function tidemark(...args) {
  const bin = join(ROOT, "bin/tidemark.mjs");
  return execFileSync(process.execPath, [bin, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function section({ title, slug, run }) {
  const args = ["run", ...run.split(" "), "--project", project];
  const { findings, warnings, status, reason } = JSON.parse(tidemark(...args, "--format", "json"));
  const picture = `pictures/${slug}.svg`;
  if (status === "ok") writeFileSync(join(OUT, picture), tidemark(...args, "--format", "svg"));
  const said = status === "ok" ? [...findings.map(({ text }) => text), ...warnings] : [`Undetermined: ${reason}.`];
  return [
    `## ${title}`,
    `\`\`\`sh\ntidemark run ${run}\n\`\`\``,
    said.map((text) => `- ${text}`).join("\n"),
    ...(status === "ok" ? [`![${title}](${picture})`] : []),
  ].join("\n\n");
}

try {
  mkdirSync(PICTURES, { recursive: true });
  const world = "generate telecom --events 20000 --days 400 --seed 7 --out";
  tidemark(...world.split(" "), project);
  tidemark("ingest", "--project", project);
  tidemark("build", "--project", project);
  const start = `\`\`\`sh\ntidemark ${world} telecom && cd telecom\ntidemark ingest\ntidemark build\n\`\`\``;
  const intro =
    "A generated world of a telecom's facts and days, with planted truth beside it (`truth.json`: latency against satisfaction about -0.6, lognormal usage, downtime that takes satisfaction and revenue). Everything below is what the commands answer; `node scripts/telecom-example.mjs` writes this page again.";
  writeFileSync(
    join(OUT, "README.md"),
    `${["# Telecom: a statistics notebook in a few commands", intro, start, ...STEPS.map(section)].join("\n\n")}\n`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
