import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { formatValue } from "../../src/charts/format.ts";
import { runCommandLine } from "../../src/contract/command-line.ts";
import type { Envelope, Receipt } from "../../src/contract/envelope.ts";
import { Badge } from "../design/badge.tsx";
import { CodeBlock } from "../design/code-block.tsx";
import { CommandText } from "../design/command-text.tsx";
import { FactList } from "../design/fact-list.tsx";
import { Modal } from "../design/modal.tsx";
import { Tabs } from "../design/tabs.tsx";
import { parameterDefaults } from "../state/parameters.ts";
import { analysesQuery, projectQuery } from "../state/queries.ts";

interface ComputedDrawerProps {
  readonly envelope: Envelope;
  readonly onClose: () => void;
}

const TABS = [
  { value: "definition", label: "Definition" },
  { value: "sql", label: "SQL" },
  { value: "receipt", label: "Receipt" },
];

/** How a number was made, and how to make it again. */
export function ComputedDrawer({ envelope, onClose }: ComputedDrawerProps): ReactNode {
  const [tab, setTab] = useState("definition");
  const { data: analyses } = useQuery(analysesQuery);
  const analysis = analyses?.find(({ id }) => id === envelope.analysis);
  return (
    <Modal look="drawer" title="How this was computed" onClose={onClose}>
      <div className="stack">
        <div className="stack-tight">
          <h3>The same on the command line</h3>
          <CommandText command={runCommandLine(envelope, parameterDefaults(analysis?.params ?? {}))} />
          <CommandText command={`tidemark why ${envelope.id}`} />
        </div>
        <Tabs label="How it was computed" tabs={TABS} selected={tab} onSelect={setTab}>
          {tab === "definition" && <Definition envelope={envelope} question={analysis?.question ?? ""} />}
          {tab === "sql" && <SqlTexts receipt={envelope.receipt} />}
          {tab === "receipt" && <ReceiptFacts envelope={envelope} />}
        </Tabs>
      </div>
    </Modal>
  );
}

function Definition({
  envelope: { analysis, params, receipt },
  question,
}: {
  readonly envelope: Envelope;
  readonly question: string;
}): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const asked = JSON.stringify(params);
  const used = project?.metrics.filter(({ id }) => asked.includes(`"${id}"`)) ?? [];
  const metrics = used.length > 0 ? used : (project?.metrics ?? []);
  return (
    <>
      <p>{question}</p>
      <p className="small">
        <Link to="/docs/$kind/$id" params={{ kind: "analysis", id: analysis }}>
          Method, definitions and limits of this analysis
        </Link>
      </p>
      <h3>Asked with</h3>
      <FactList
        facts={Object.entries(params).map(([name, value]) => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ])}
      />
      {Object.keys(receipt.definitions).includes("metrics") && (
        <>
          <h3>Metrics</h3>
          <FactList facts={metrics.map(({ id, label, definition }) => [label ?? id, definition])} />
        </>
      )}
    </>
  );
}

function SqlTexts({ receipt: { sql } }: { readonly receipt: Receipt }): ReactNode {
  if (sql.length === 0) return <p className="muted">No query was needed.</p>;
  return sql.map(({ text, params, engine, rows, ms }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
    <div key={i} className="stack-tight">
      <p className="small muted">
        {engine}, {rows.toLocaleString("en-US")} rows in {formatValue(ms, "ms")}
      </p>
      <CodeBlock label={`Query ${i + 1}`} text={text} />
      {params.length > 0 && (
        <p className="small muted break">Bound values: {params.map((value) => JSON.stringify(value)).join(", ")}</p>
      )}
    </div>
  ));
}

function ReceiptFacts({ envelope }: { readonly envelope: Envelope }): ReactNode {
  const { id, version, receipt } = envelope;
  const tone = receipt.quality === "pass" ? "good" : receipt.quality === "fail" ? "bad" : "warn";
  return (
    <FactList
      facts={[
        ["result", id],
        ["analysis", `${envelope.analysis}, version ${version}`],
        ["data version", receipt.dataVersion],
        ["as of", receipt.asOf ?? "the end of the data"],
        ["seed", String(receipt.seed)],
        ["program", receipt.codeVersion],
        [
          "quality",
          receipt.quality === null ? (
            "not checked"
          ) : (
            <Badge key="quality" tone={tone}>
              {receipt.quality}
            </Badge>
          ),
        ],
        ["time", formatValue(receipt.ms, "ms")],
        ["peak memory", formatValue(receipt.peakRssBytes, "bytes")],
      ]}
    />
  );
}
