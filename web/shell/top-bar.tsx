import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import "./top-bar.css";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { Badge, type Tone } from "../design/badge.tsx";
import { Icon } from "../design/icon.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { instantText } from "../state/instant-text.ts";
import { projectQuery } from "../state/queries.ts";
import { useLive } from "../state/server-events.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

interface TopBarProps {
  readonly onMenu: () => void;
  readonly onSearch: () => void;
}

/** Which project, how fresh its data are and how good. */
export function TopBar({ onMenu, onSearch }: TopBarProps): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <header className="top">
      <div className="top-menu">
        <IconButton icon="menu" label="Pages" onClick={onMenu} />
      </div>
      <span className="top-name" dir="auto" title={project?.name}>
        {project?.name ?? "Tidemark"}
      </span>
      <div className="top-facts">
        {project !== undefined && <Freshness project={project} />}
        <RunningJob />
      </div>
      <div className="top-tools">
        <button type="button" className="search-button" onClick={onSearch}>
          <Icon name="search" />
          <span>Go to</span>
          <kbd>Ctrl K</kbd>
        </button>
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Freshness({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { data, models, timezone, quality, sample } = project;
  return (
    <>
      {sample !== null && (
        <span title={sample.note}>
          <Badge tone="warn">sample: {sample.share} of users</Badge>
        </span>
      )}
      <Link to="/quality" className="top-quality">
        <QualityBadge quality={quality} />
      </Link>
      {data.last !== null && <span>data to {instantText(data.last, timezone)}</span>}
      {models.stale !== null && (
        <Link to="/runs" title={models.stale}>
          <Badge tone="warn">models are behind</Badge>
        </Link>
      )}
    </>
  );
}

const TONES: Readonly<Record<"pass" | "warn" | "fail", Tone>> = { pass: "good", warn: "warn", fail: "bad" };

export function QualityBadge({ quality }: { readonly quality: ProjectInfo["quality"] }): ReactNode {
  const { outcome, failed, warned, current } = quality;
  if (outcome === null) return <Badge>not checked</Badge>;
  const warnings = warned === 1 ? "1 warning" : `${warned} warnings`;
  const words = { pass: "checks pass", warn: warnings, fail: `${failed} failed` }[outcome];
  return <Badge tone={TONES[outcome]}>{current ? words : `${words}, before the last load`}</Badge>;
}

function RunningJob(): ReactNode {
  const { jobs } = useLive();
  const running = jobs.find(({ state }) => state === "running") ?? jobs[0];
  if (running === undefined) return null;
  return (
    <Link to="/runs">
      <Badge tone="accent">
        {running.kind} {running.state === "running" ? (running.progress?.phase ?? "starting") : "waits"}
      </Badge>
    </Link>
  );
}
