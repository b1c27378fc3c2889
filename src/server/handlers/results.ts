import { answer, answerTag, keptAnswer } from "../../app/answer.ts";
import { asOfInstant } from "../../app/as-of.ts";
import { checkedParameters } from "../../app/checked-parameters.ts";
import { keptResults } from "../../app/kept-results.ts";
import { findResult, isReproduced, why } from "../../app/why.ts";
import type { ExportFormat } from "../../contract/api/results.ts";
import { type Envelope, sampleOf } from "../../contract/envelope.ts";
import { sampleFileMark, sampleNote } from "../../contract/project/sample.ts";
import { hasTag, jsonResponse, notModified } from "../answers.ts";
import type { Handler, Handlers, ServerContext } from "../server-context.ts";
import { findAnalysis } from "./project.ts";

type Names = "runAnalysis" | "listResults" | "getResult" | "whyResult" | "exportResult" | "drawChart";

export function resultHandlers(context: ServerContext): Handlers<Names> {
  const { host, surfaces } = context;
  return {
    runAnalysis: runAnalysis(context),
    listResults: ({ query }) => keptResults(host.session(), query),
    getResult: ({ path: { id } }) => findResult(host.session(), id).envelope,
    whyResult: whyResult(context),
    exportResult: async ({ path: { id }, query }) => {
      const { envelope } = findResult(host.session(), id);
      const content = await surfaces.exportResult(findAnalysis(envelope.analysis), envelope, query);
      const part = query.chart === undefined ? "" : `-${query.chart + 1}`;
      const sample = sampleOf(envelope);
      const mark = sample === null ? "" : `-${sampleFileMark(sample)}`;
      const name = `${envelope.analysis}-${envelope.id}${part}${mark}.${query.format}`;
      const response = download(name, query.format, content);
      if (sample !== null) response.headers.set("tidemark-sample", sampleNote(sample).replace(/[^ -~]/g, " "));
      return response;
    },
    drawChart: async ({ body: { chart, format, theme } }) =>
      download(`chart.${format}`, format, await surfaces.drawCharts([chart], { format, theme })),
  };
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson",
  md: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  json: "application/json",
};

function download(name: string, format: ExportFormat, content: string | Uint8Array): Response {
  return new Response(content as string | Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-cache",
    },
  });
}

/** The tag of an answer is known before it is computed: whoever has it is told so. */
function runAnalysis({ host, budget, coalescer, metrics, clock }: ServerContext): Handler<"runAnalysis"> {
  return async ({ path: { id }, query }, { request, client, signal }) => {
    const analysis = findAnalysis(id);
    const session = host.session();
    const { timezone } = session.project.project;
    const question = {
      params: checkedParameters(analysis, query.params, session.project),
      asOfMs: query.asOf === undefined ? null : asOfInstant(query.asOf, timezone),
      seed: query.seed,
    };
    const known = answerTag(analysis, session, question);
    if (known !== undefined && !query.fresh && hasTag(request, `"${known}"`)) {
      metrics.saved("not modified");
      return notModified(`"${known}"`);
    }
    const kept = query.fresh ? undefined : keptAnswer(analysis, session, question);
    if (kept !== undefined) {
      metrics.saved("kept");
      return envelopeResponse(kept.envelope, request);
    }
    const key = JSON.stringify(["run", id, question, query.fresh, known, session.manifest.dataVersion()]);
    let mine = false;
    const found = await coalescer.run(key, signal, (shared) => {
      mine = true;
      return budget.run(client, shared, () =>
        answer(analysis, session, { ...question, fresh: query.fresh, clock, signal: shared }),
      );
    });
    if (!mine) metrics.saved("coalesced");
    return envelopeResponse(found.envelope, request);
  };
}

const envelopeResponse = (envelope: Envelope, request: Request): Response =>
  jsonResponse(envelope, request, `${envelope.id}-${envelope.receipt.quality ?? "unchecked"}`);

function whyResult({ host, budget, surfaces, clock }: ServerContext): Handler<"whyResult"> {
  return async ({ path: { id } }, { client, signal }) => {
    const session = host.session();
    const stored = findResult(session, id);
    const found = await budget.run(client, signal, () => why(session, stored, { clock, signal }));
    const { createdAt, same, failure, changes, notes } = found;
    const { data, definitions } = changes;
    return {
      reproduced: isReproduced(found),
      ...{ createdAt, same, failure },
      changes: { ...changes, data: data === null ? null : [...data], definitions: [...definitions] },
      notes: [...notes],
      commands: [
        surfaces.commandLine(findAnalysis(stored.envelope.analysis), stored.envelope),
        `tidemark why ${stored.envelope.id}`,
      ],
    };
  };
}
