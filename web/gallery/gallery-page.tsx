import type { ReactNode } from "react";
import "./gallery.css";
import { Tabs } from "../design/tabs.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { oneOf } from "../state/search.ts";
import { useSearchState } from "../state/use-search.ts";
import { GalleryCharts } from "./gallery-charts.tsx";
import { GalleryControls } from "./gallery-controls.tsx";
import { GalleryStates } from "./gallery-states.tsx";
import { GalleryTables } from "./gallery-tables.tsx";

const PARTS = [
  { value: "controls", label: "Controls" },
  { value: "states", label: "States" },
  { value: "tables", label: "Tables" },
  { value: "charts", label: "Charts" },
  { value: "hard", label: "Charts with hard data" },
];

/** Every component and every kind of chart in every state, to look at while working on them. */
export function GalleryPage(): ReactNode {
  const { search, change } = useSearchState();
  const part = oneOf(search, "part") ?? "controls";
  return (
    <div className="stack">
      <PageHead title="Gallery" text="Every component and every kind of chart, in every state." />
      <Tabs label="Parts of the gallery" tabs={PARTS} selected={part} onSelect={(value) => change({ part: value })}>
        {part === "controls" && <GalleryControls />}
        {part === "states" && <GalleryStates />}
        {part === "tables" && <GalleryTables />}
        {part === "charts" && <GalleryCharts of="golden" />}
        {part === "hard" && <GalleryCharts of="hard" />}
      </Tabs>
    </div>
  );
}
