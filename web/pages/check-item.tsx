import type { ReactNode } from "react";
import { formatValue } from "../../src/charts/format.ts";
import type { Cell } from "../../src/contract/chart-spec/table.ts";
import type { CheckReport, CheckStatus } from "../../src/contract/quality.ts";
import { Badge, type Tone } from "../design/badge.tsx";
import { CodeBlock } from "../design/code-block.tsx";
import { DataTable } from "../design/data-table.tsx";
import { FactList } from "../design/fact-list.tsx";
import { Sparkline } from "../design/sparkline.tsx";

type CheckResult = CheckReport["results"][number];

const TONES: Readonly<Record<CheckStatus, Tone>> = {
  pass: "good",
  warn: "warn",
  fail: "bad",
  undetermined: "plain",
  skipped: "plain",
};

/** One check: its sentence and trend, and on demand its numbers, sample rows and SQL. */
export function CheckItem({ result }: { readonly result: CheckResult }): ReactNode {
  const { title, status, sentence, reason, history } = result;
  return (
    <details className="check">
      <summary>
        <span>
          <Badge tone={TONES[status]}>{status}</Badge>
        </span>
        <span className="break">
          <strong dir="auto">{title}</strong>
          <br />
          <span className="muted small" dir="auto">
            {reason ?? sentence}
          </span>
        </span>
        <span>
          <Sparkline values={history.map(({ value }) => value)} />
        </span>
      </summary>
      <div className="check-body stack-tight">
        <CheckFacts result={result} />
        <SampleRows result={result} />
        {result.sql !== null && <CodeBlock label={`SQL of ${title}`} text={result.sql} />}
      </div>
    </details>
  );
}

function CheckFacts({ result }: { readonly result: CheckResult }): ReactNode {
  const { id, value, threshold, unit, n, relation, owner, description, severity, muted } = result;
  const unitOf = unit === "share" ? "share" : unit;
  const facts: readonly (readonly [string, string | null])[] = [
    ["check", `${id} (${severity})`],
    ["value", value === null ? null : formatValue(value, unitOf)],
    ["trips above", threshold === null ? null : formatValue(threshold, unitOf)],
    ["computed from", n === null ? null : formatValue(n, null)],
    ["reads", relation],
    ["owner", owner],
    ["description", description],
    ["muted", muted === null ? null : `until ${muted.until}: ${muted.reason}`],
  ];
  return <FactList facts={facts} />;
}

function SampleRows({ result: { sample, title } }: { readonly result: CheckResult }): ReactNode {
  if (sample === null || sample.rows.length === 0) return null;
  return (
    <DataTable
      label={`Rows that show it: ${title}`}
      columns={sample.columns.map((label) => ({ label, unit: null, type: "text" }))}
      rows={sample.rows.map((row) => row.map((value): Cell => (value === null ? null : String(value))))}
      note="Rows that show it, at most five."
    />
  );
}
