import { buildAllUsers, lastSampleReport, sampleProject } from "../../app/sample-project.ts";
import { Sample, sampleNote } from "../../contract/project/sample.ts";
import type { SampledMetric, SampleReport } from "../../contract/sample-report.ts";
import { AppError } from "../../core/errors.ts";
import { humanize } from "../../core/quantity.ts";
import { type Command, type CommandContext, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { formatInteger } from "../output/numbers.ts";
import { textTable } from "../output/text-table.ts";

export const sampleCommand: Command = {
  name: "sample",
  usage: "[share | off]",
  summary: "build the models from a part of the users, and say how well it stands for all",
  details:
    "Whole users are chosen by a hash of their id and the seed; every number then says that it is of a sample. The lake keeps\n" +
    "everything: `tidemark sample off` builds all users again. The report compares each metric over all days with that of all\n" +
    "users, beside the deviation that 95 % of such samples stay below; of twenty metrics one may well be beyond it.\n" +
    "Without an argument the last report is printed.",
  options: [
    { name: "seed", kind: "text", placeholder: "n", describe: "another seed takes other users; default 1" },
    { name: "format", kind: "text", placeholder: "table|json", describe: "how to print the report; default table" },
  ],
  examples: ["tidemark sample 5%", "tidemark sample 10% --seed 7", "tidemark sample off"],
  handedOver: true,
  run: runSample,
};

async function runSample(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  const [share, ...rest] = args;
  const format = textOption(options, "format") ?? "table";
  if (rest.length > 0) throw new AppError("USAGE", `sample takes one share: "${rest[0]}"`);
  if (format !== "table" && format !== "json") {
    throw new AppError("USAGE", `--format is table or json, not "${format}"`);
  }
  const seed = textOption(options, "seed");
  const sample = share === undefined || share === "off" ? null : sampleOf(share, seed);
  if (sample === null && seed !== undefined)
    throw new AppError("USAGE", "--seed is for a share", { hint: `\`tidemark sample 5% --seed ${seed}\`` });
  using session = await openCommandProject(context, "sample");
  const settings = { clock, signal, onProgress: io.progress };
  if (share === "off") {
    await buildAllUsers(session, settings);
    io.out("the models hold all users");
    return 0;
  }
  const report = sample === null ? lastSampleReport(session) : await sampleProject(session, sample, settings);
  if (report === null)
    throw new AppError("NOT_FOUND", "no sample was made yet", { hint: "make one: `tidemark sample 5%`" });
  io.out(format === "json" ? JSON.stringify(report, null, 2) : reportText(report));
  if (session.project.sample === undefined && sample === null) io.err("the models hold all users now");
  return 0;
}

function sampleOf(share: string, seed: string | undefined): Sample {
  if (seed !== undefined && !/^\d+$/.test(seed))
    throw new AppError("USAGE", `--seed takes a whole number of 0 or more, not "${seed}"`);
  const parsed = Sample.safeParse({ share, ...(seed === undefined ? {} : { seed: Number(seed) }) });
  if (parsed.success) return parsed.data;
  throw new AppError(
    "USAGE",
    parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
    {
      hint: "`tidemark sample 5%`, `tidemark sample off`",
    },
  );
}

function reportText({ sample, users, metrics }: SampleReport): string {
  const table = textTable(
    [
      { title: "metric", align: "left" },
      { title: "all users", align: "right" },
      { title: "sample", align: "right" },
      { title: "estimate", align: "right" },
      { title: "deviation", align: "right" },
      { title: "expected within", align: "right" },
    ],
    metrics.map(metricLine),
  );
  const known = metrics.filter(({ deviation, bound }) => deviation !== null && bound !== null);
  const within = known.filter(isWithin).length;
  return [
    table,
    "",
    `${sampleNote(sample)}`,
    `${formatInteger(users.sample)} of ${formatInteger(users.all)} users; ${within} of ${known.length} metrics are as near as 95 % of samples`,
  ].join("\n");
}

const isWithin = ({ deviation, bound }: SampledMetric): boolean => Math.abs(deviation ?? 0) <= (bound ?? 0);

function metricLine(metric: SampledMetric): readonly string[] {
  const number = (value: number | null): string => (value === null ? "-" : humanize(value));
  const percent = (value: number | null): string => (value === null ? "-" : `${(100 * value).toFixed(2)} %`);
  const { label, all, sample, estimate, deviation, bound } = metric;
  const beyond = deviation !== null && bound !== null && !isWithin(metric) ? " !" : "";
  return [
    label,
    number(all),
    number(sample),
    number(estimate),
    `${percent(deviation)}${beyond}`,
    bound === null ? "-" : `±${percent(bound)}`,
  ];
}
