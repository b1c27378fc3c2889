import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EmptyState } from "../design/empty-state.tsx";
import { PageHead } from "../shell/page-head.tsx";

export function NoSuchPage(): ReactNode {
  return (
    <div className="stack">
      <PageHead title="There is no such page" />
      <EmptyState title="The address leads nowhere" text="It may be of an older version, or mistyped.">
        <Link to="/">Go home</Link>
      </EmptyState>
    </div>
  );
}
