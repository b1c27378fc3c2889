import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  type RouteComponent,
} from "@tanstack/react-router";
import { ErrorState } from "./design/error-state.tsx";
import { NoSuchPage } from "./pages/no-such-page.tsx";
import { AppShell } from "./shell/app-shell.tsx";
import { parseSearch, type Search, stringifySearch } from "./state/search.ts";

const root = createRootRoute({
  component: AppShell,
  validateSearch: (search: Record<string, unknown>) => search as Search,
  errorComponent: ({ error }: ErrorComponentProps) => <ErrorState error={asError(error)} />,
  notFoundComponent: NoSuchPage,
});

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const page = (path: string, component: RouteComponent) => createRoute({ getParentRoute: () => root, path, component });

const analysis = () => import("./pages/analysis-page.tsx");

const tree = root.addChildren([
  page(
    "/",
    lazyRouteComponent(() => import("./pages/home-page.tsx"), "HomePage"),
  ),
  page(
    "/explore",
    lazyRouteComponent(() => import("./pages/explore-page.tsx"), "ExplorePage"),
  ),
  page("/metric", lazyRouteComponent(analysis, "MetricsPage")),
  page("/breakdown", lazyRouteComponent(analysis, "BreakdownPage")),
  page(
    "/funnels",
    lazyRouteComponent(() => import("./pages/funnels/funnels-page.tsx"), "FunnelsPage"),
  ),
  page(
    "/retention",
    lazyRouteComponent(() => import("./pages/retention/retention-page.tsx"), "RetentionPage"),
  ),
  page(
    "/forecasts",
    lazyRouteComponent(() => import("./pages/forecasts/forecasts-page.tsx"), "ForecastsPage"),
  ),
  page("/sessions", lazyRouteComponent(analysis, "SessionsPage")),
  page(
    "/lab",
    lazyRouteComponent(() => import("./pages/lab/lab-page.tsx"), "LabPage"),
  ),
  page("/analyses/$id", lazyRouteComponent(analysis, "AnyAnalysisPage")),
  page(
    "/runs",
    lazyRouteComponent(() => import("./pages/runs-page.tsx"), "RunsPage"),
  ),
  page(
    "/quality",
    lazyRouteComponent(() => import("./pages/quality-page.tsx"), "QualityPage"),
  ),
  page(
    "/data",
    lazyRouteComponent(() => import("./pages/data-page.tsx"), "DataPage"),
  ),
  page(
    "/sql",
    lazyRouteComponent(() => import("./pages/sql-page.tsx"), "SqlPage"),
  ),
  page(
    "/docs",
    lazyRouteComponent(() => import("./pages/docs-page.tsx"), "DocsPage"),
  ),
  page(
    "/docs/$kind/$id",
    lazyRouteComponent(() => import("./pages/entry-page.tsx"), "EntryPage"),
  ),
  page(
    "/gallery",
    lazyRouteComponent(() => import("./gallery/gallery-page.tsx"), "GalleryPage"),
  ),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch: (text) => parseSearch(text),
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
});
