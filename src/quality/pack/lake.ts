import type { IngestedFile } from "../../contract/manifest.ts";
import { ident, raw, sql } from "../../sql/sql.ts";
import type { PackCheck, Probe } from "../check.ts";
import { EVENTS, type QualityContext, type SourceFlow, total } from "../context.ts";
import { numberOf, sampleOf, tooFew } from "../evidence.ts";
import { count, counted, percent } from "../wording.ts";
import { quarantineSample } from "./quarantine.ts";

/** Where the kept rows of a source end up. */
function modelOf({ id, kind }: Pick<SourceFlow, "id" | "kind">): string {
  return kind === "events" ? EVENTS : `fct_${id}`;
}

interface FileImbalance {
  readonly file: IngestedFile;
  readonly missing: number;
}

function imbalances({ files }: SourceFlow): readonly FileImbalance[] {
  return files
    .map((file) => ({ file, missing: file.rowsRead - file.kept - file.duplicates - file.quarantined }))
    .filter(({ missing }) => missing !== 0);
}

/** Follows every row of a source from its files through the lake into its model. */
export function reconciliationProbe(flow: SourceFlow, { project, relations, dialect }: QualityContext): Probe {
  const model = modelOf(flow);
  const relation = relations.get(model);
  const bySource = flow.kind === "events" && relation?.columns.has("source") === true;
  const isSampled = bySource && project.sample !== undefined;
  const measures = {
    rows: bySource ? dialect.countIf(sql`${ident("source")} = ${flow.id}`) : raw("count(*)"),
    ...(isSampled ? { sampled: sql`(select count(*) from stg_events where source = ${flow.id})` } : {}),
  };
  return {
    relation: relation === undefined ? null : model,
    ...(relation === undefined ? {} : { measures }),
    judge: ({ scan }) => {
      if (flow.files.length === 0) return { kind: "undetermined", reason: `nothing has been loaded into ${flow.id}` };
      const [read, kept] = [total(flow, "rowsRead"), total(flow, "kept")];
      const wrong = imbalances(flow);
      const inLake = flow.parts.filter(({ kind }) => kind === "rows").reduce((sum, { rows }) => sum + rows, 0);
      const aside = flow.parts.filter(({ kind }) => kind === "quarantine").reduce((sum, { rows }) => sum + rows, 0);
      const quarantined = total(flow, "quarantined");
      const inFiles = wrong.reduce((sum, { missing }) => sum + Math.abs(missing), 0);
      const gaps = [
        inFiles === 0
          ? ""
          : `${counted(wrong.length, "file")} of ${flow.id} do not add up by ${counted(inFiles, "row")}`,
        inLake === kept ? "" : `the lake holds ${count(inLake)} rows of ${flow.id} where ${count(kept)} were kept`,
        aside === quarantined
          ? ""
          : `quarantine holds ${count(aside)} rows of ${flow.id} where ${count(quarantined)} were set aside`,
      ].filter((gap) => gap !== "");
      let value = inFiles + Math.abs(inLake - kept) + Math.abs(aside - quarantined);
      if (relation === undefined) {
        if (value === 0)
          return { kind: "undetermined", reason: `${model} is not built; run \`tidemark build\``, n: read };
      } else {
        const [built, wanted] = [numberOf(scan["rows"]), isSampled ? numberOf(scan["sampled"]) : kept];
        value += Math.abs(built - wanted);
        if (built !== wanted)
          gaps.push(
            `${model} has ${count(built)} rows of ${flow.id} where ${count(wanted)} ${isSampled ? "are of the sample" : "were kept"}; run \`tidemark build\``,
          );
      }
      const balance = `${counted(read, "row")} read from ${flow.id} = ${count(kept)} kept + ${counted(total(flow, "duplicates"), "duplicate")} + ${count(quarantined)} quarantined; ${isSampled ? `the lake holds the same, ${model} those of the sample` : `lake and ${model} hold the same`}`;
      const sentence = value === 0 ? `${balance}.` : `${gaps.join("; ")}.`;
      const columns = ["file", "rows_read", "kept", "duplicates", "quarantined", "missing"];
      const sample = sampleOf(
        wrong.map(({ file, missing }) => ({
          file: file.path,
          rows_read: file.rowsRead,
          kept: file.kept,
          duplicates: file.duplicates,
          quarantined: file.quarantined,
          missing,
        })),
        columns,
      );
      return { kind: "measured", value, n: read, sentence, ...(wrong.length === 0 ? {} : { sample }) };
    },
  };
}

export const reconciliation: PackCheck = {
  title: "Rows add up from file to model",
  severity: "error",
  threshold: 0,
  unit: "rows",
  measures:
    "For every source: rows read = kept + duplicates + quarantined in each file, rows in the lake = kept, rows in quarantine = quarantined, rows in the model = kept. The value is the sum of the differences. One check per source, named reconciliation.<source>.",
  undetermined: "Nothing has been loaded, or the model is not built.",
  probes: (context) => context.sources.map((flow) => ({ suffix: flow.id, ...reconciliationProbe(flow, context) })),
};

/** Judges a count of the manifest, summed over all sources, as a share of the rows read. */
function manifestProbe(
  { sources }: QualityContext,
  field: "duplicates" | "quarantined",
  sentence: (rows: number, read: number) => string,
): Probe {
  return {
    relation: null,
    judge: () => {
      const read = sources.reduce((sum, flow) => sum + total(flow, "rowsRead"), 0);
      if (read === 0) return { kind: "undetermined", reason: tooFew(0, 1, "loaded rows") };
      const rows = sources.reduce((sum, flow) => sum + total(flow, field), 0);
      const files = sources
        .flatMap((flow) => flow.files)
        .filter((file) => file[field] > 0)
        .sort((a, b) => b[field] - a[field] || (a.path < b.path ? -1 : 1));
      const sample = sampleOf(
        files.map((file) => ({ source: file.source, file: file.path, [field]: file[field], rows_read: file.rowsRead })),
        ["source", "file", field, "rows_read"],
      );
      return { kind: "measured", value: rows / read, n: read, sentence: sentence(rows, read), sample };
    },
  };
}

export const quarantinedRows: PackCheck = {
  title: "Rows in quarantine",
  severity: "warn",
  threshold: 0,
  unit: "share",
  measures: "Share of the rows read, over all sources, that could not be typed and were set aside.",
  undetermined: "Nothing has been loaded.",
  probes: (context) => [
    {
      ...manifestProbe(context, "quarantined", (rows, read) =>
        rows === 0
          ? `None of ${counted(read, "row")} is in quarantine.`
          : `${count(rows)} of ${counted(read, "row")} (${percent(rows / read)}) could not be typed and ${rows === 1 ? "is" : "are"} in quarantine, with file, line, column and reason.`,
      ),
      sample: () => quarantineSample(context),
    },
  ],
};

export const duplicateRows: PackCheck = {
  title: "Duplicate rows",
  severity: "warn",
  threshold: 0.01,
  unit: "share",
  measures: "Share of the rows read, over all sources, that `dedupe` dropped as copies.",
  undetermined: "Nothing has been loaded.",
  probes: (context) => [
    manifestProbe(context, "duplicates", (rows, read) =>
      rows === 0
        ? `None of ${counted(read, "row")} was dropped as a copy.`
        : `${count(rows)} of ${counted(read, "row")} (${percent(rows / read)}) were copies of another row and were dropped.`,
    ),
  ],
};
