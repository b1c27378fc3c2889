import type { AnalysisInfo } from "../../src/contract/api/analyses.ts";
import type { IconName } from "../design/icon.tsx";

export interface NavLink {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

/** The pages, in groups. Analyses that have no page of their own are listed after `Ask`. */
export const NAV: readonly { readonly title: string; readonly links: readonly NavLink[] }[] = [
  {
    title: "Ask",
    links: [
      { to: "/", label: "Home", icon: "home" },
      { to: "/explore", label: "Explore", icon: "search" },
      { to: "/metric", label: "Metrics", icon: "chart" },
      { to: "/breakdown", label: "Breakdown", icon: "layers" },
      { to: "/funnels", label: "Funnels", icon: "filter" },
      { to: "/retention", label: "Retention", icon: "table" },
      { to: "/forecasts", label: "Forecasts", icon: "chart" },
      { to: "/sessions", label: "Sessions", icon: "calendar" },
      { to: "/lab", label: "Statistics lab", icon: "beaker" },
      { to: "/sql", label: "SQL", icon: "code" },
    ],
  },
  {
    title: "Data",
    links: [
      { to: "/runs", label: "Pipeline and runs", icon: "run" },
      { to: "/quality", label: "Quality", icon: "shield" },
      { to: "/data", label: "Storage and model", icon: "database" },
      { to: "/docs", label: "Docs and glossary", icon: "book" },
    ],
  },
];

/** Analyses whose page is made by hand. */
const OWN_PAGES: Readonly<Record<string, string>> = {
  overview: "/",
  metric: "/metric",
  breakdown: "/breakdown",
  funnel: "/funnels",
  retention: "/retention",
  forecast: "/forecasts",
  sessions: "/sessions",
  pipeline: "/runs",
  storage: "/data",
};

type Linked = Pick<AnalysisInfo, "id" | "params">;

/** An analysis of any table: it takes one, or a statement in its place. */
export function isOfTable({ params: { properties } }: Linked): boolean {
  return typeof properties === "object" && properties !== null && "table" in properties && "sql" in properties;
}

/** Where an analysis is shown; anything that is registered has a page. */
export function analysisLink(analysis: Linked): {
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
} {
  const { id } = analysis;
  if (isOfTable(analysis)) return { to: "/lab", search: { step: id } };
  return { to: OWN_PAGES[id] ?? `/analyses/${id}`, search: {} };
}

/** False for analyses that the navigation lists one by one. */
export const hasOwnPage = (analysis: Linked): boolean => analysis.id in OWN_PAGES || isOfTable(analysis);
