import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useId, useState } from "react";
import "./chart.css";
import { chartTable } from "../../src/charts/chart-table.ts";
import { routeUrl } from "../../src/contract/api/client.ts";
import { drawChart, exportResult } from "../../src/contract/api/results.ts";
import type { ChartSpec } from "../../src/contract/chart-spec.ts";
import { type Envelope, sampleOf } from "../../src/contract/envelope.ts";
import type { Sample } from "../../src/contract/project/sample.ts";
import { classNames } from "../design/class-names.ts";
import { DataTable } from "../design/data-table.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Menu, type MenuEntry } from "../design/menu.tsx";
import { Segmented } from "../design/segmented.tsx";
import { useToast } from "../design/toast.tsx";
import { api } from "../state/api.ts";
import { projectQuery } from "../state/queries.ts";
import { useTheme } from "../state/theme.tsx";
import { ChartBody } from "./chart-body.tsx";
import { ComputedDrawer } from "./computed-drawer.tsx";
import { download, downloadCsv } from "./download.ts";
import { NO_CHOICE } from "./no-choice.ts";
import type { SelectedCell } from "./selected-label.ts";

/** The result a chart belongs to, and its place in it. */
export interface ChartSource {
  readonly envelope: Envelope;
  readonly index: number;
}

interface ChartFrameProps {
  readonly spec: ChartSpec;
  readonly source?: ChartSource;
  /** Called with the value that was clicked in the chart or its table. */
  readonly onSelect?: ((label: string) => void) | undefined;
  /** Called with the cell of a heatmap that was clicked. */
  readonly onCell?: ((cell: SelectedCell) => void) | undefined;
  /** A newer answer is on its way. */
  readonly busy?: boolean;
}

/** A chart with its words, its table, its exports and how it was computed. */
export function ChartFrame({ spec, source, onSelect, onCell, busy = false }: ChartFrameProps): ReactNode {
  const id = useId();
  const { theme } = useTheme();
  const say = useToast();
  const { data: project } = useQuery(projectQuery);
  const sample = source === undefined ? (project?.sample ?? null) : sampleOf(source.envelope);
  const [look, setLook] = useState("chart");
  const [computed, setComputed] = useState(false);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const keepNotes = useCallback((next: readonly string[]) => setNotes(next), []);
  return (
    <section className={classNames("figure", busy && "figure-busy")} aria-labelledby={id} aria-busy={busy}>
      <div className="figure-head">
        <div className="figure-words">
          <h3 id={id} dir="auto">
            {spec.title}
          </h3>
          {spec.subtitle !== "" && <p dir="auto">{spec.subtitle}</p>}
        </div>
        <div className="figure-tools">
          {spec.kind !== "table" && (
            <Segmented label={`Look of: ${spec.title}`} options={LOOKS} value={look} onChange={setLook} />
          )}
          <Menu
            label={`Export: ${spec.title}`}
            icon="download"
            entries={exportsOf(spec, { source, sample, theme, say })}
          />
          {source !== undefined && (
            <IconButton icon="info" label={`How computed: ${spec.title}`} onClick={() => setComputed(true)} />
          )}
        </div>
      </div>
      {look === "table" ? (
        <SpecTable spec={spec} onSelect={onSelect} />
      ) : (
        <ChartBody spec={spec} theme={theme} onSelect={onSelect} onCell={onCell} onNotes={keepNotes} />
      )}
      {look === "chart" && notes.length > 0 && (
        <p className="figure-notes" dir="auto">
          {notes.join(" ")}
        </p>
      )}
      {computed && source !== undefined && (
        <ComputedDrawer envelope={source.envelope} onClose={() => setComputed(false)} />
      )}
    </section>
  );
}

const LOOKS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
];

function SpecTable({ spec, onSelect }: Pick<ChartFrameProps, "spec" | "onSelect">): ReactNode {
  const { columns, rows } = chartTable(spec);
  return <DataTable label={spec.title} columns={columns} rows={rows} onSelect={onSelect} fixed={NO_CHOICE} />;
}

interface ExportContext {
  readonly source: ChartSource | undefined;
  readonly sample: Pick<Sample, "share"> | null;
  readonly theme: "light" | "dark";
  readonly say: (text: string, tone: "bad") => void;
}

function exportsOf(spec: ChartSpec, { source, sample, theme, say }: ExportContext): readonly MenuEntry[] {
  const picture = (format: "png" | "svg", label: string): MenuEntry =>
    source === undefined
      ? {
          label,
          action: () =>
            void drawn({ spec, sample }, { format, theme }).catch((error: Error) => say(error.message, "bad")),
        }
      : {
          label,
          action: routeUrl(exportResult, {
            path: { id: source.envelope.id },
            query: { format, chart: source.index, theme },
          }),
          download: true,
        };
  return [
    { label: "CSV, every digit", action: () => downloadCsv({ title: spec.title, sample }, chartTable(spec)) },
    picture("png", "PNG picture"),
    picture("svg", "SVG drawing"),
  ];
}

/** Has a chart that belongs to no result drawn, and saves the picture. */
async function drawn(
  { spec, sample }: Pick<ChartFrameProps, "spec"> & Pick<ExportContext, "sample">,
  look: { format: "png" | "svg"; theme: "light" | "dark" },
): Promise<void> {
  const response = await api.open(drawChart, { body: { chart: spec, ...look } });
  download({ title: spec.title, sample }, look.format, await response.blob());
}
