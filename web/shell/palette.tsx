import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { CommandPalette, type PaletteCommand } from "../design/command-palette.tsx";
import type { IconName } from "../design/icon.tsx";
import { analysesQuery, glossaryQuery, projectQuery } from "../state/queries.ts";
import { useTheme } from "../state/theme.tsx";
import { analysisLink, hasOwnPage, isOfTable, NAV } from "./nav-links.ts";

/** Pages, metrics, definitions and actions by their names. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  return <CommandPalette commands={useCommands()} onClose={onClose} />;
}

function useCommands(): readonly PaletteCommand[] {
  const navigate = useNavigate();
  const { choose } = useTheme();
  const { data: analyses } = useQuery(analysesQuery);
  const { data: project } = useQuery(projectQuery);
  const { data: glossary } = useQuery(glossaryQuery);
  return useMemo(() => {
    const go =
      (to: string, search: Readonly<Record<string, string>> = {}) =>
      () =>
        void navigate({ to, search } as never);
    const command = (kind: string, icon: IconName, { label, run }: { label: string; run: () => void }) => ({
      id: `${kind} ${label}`,
      kind,
      icon,
      label,
      run,
    });
    return [
      ...NAV.flatMap(({ links }) => links).map(({ to, label, icon }) => command("page", icon, { label, run: go(to) })),
      command("page", "star", { label: "Gallery of components", run: go("/gallery") }),
      ...(analyses ?? [])
        .filter((analysis) => !hasOwnPage(analysis) || isOfTable(analysis))
        .map((analysis) => {
          const { to, search } = analysisLink(analysis);
          return command("analysis", "star", { label: analysis.title, run: go(to, search) });
        }),
      ...(project?.metrics ?? []).map(({ id, label }) =>
        command("explore", "chart", { label: label ?? id, run: go("/explore", { metric: id }) }),
      ),
      ...(glossary ?? []).map(({ kind, id, title }) =>
        command(`definition of ${kind}`, "book", { label: title, run: go(`/docs/${kind}/${encodeURIComponent(id)}`) }),
      ),
      ...(["light", "dark", "system"] as const).map((choice) =>
        command("action", "sun", { label: `Look: ${choice}`, run: () => choose(choice) }),
      ),
    ];
  }, [navigate, choose, analyses, project, glossary]);
}
