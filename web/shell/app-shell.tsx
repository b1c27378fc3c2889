import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import "./page-top.css";
import "./shell.css";
import { ErrorState } from "../design/error-state.tsx";
import { Modal } from "../design/modal.tsx";
import { projectQuery } from "../state/queries.ts";
import { useLive } from "../state/server-events.tsx";
import { Brand } from "./brand.tsx";
import { Nav } from "./nav.tsx";
import { Palette } from "./palette.tsx";
import { TopBar } from "./top-bar.tsx";

/** What surrounds every page. */
export function AppShell(): ReactNode {
  const [open, setOpen] = useState<"nothing" | "pages" | "search">("nothing");
  const close = (): void => setOpen("nothing");
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((now) => (now === "search" ? "nothing" : "search"));
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <aside className="shell-side" aria-label="Navigation">
        <Brand />
        <Nav />
      </aside>
      <div className="shell-main">
        <TopBar onMenu={() => setOpen("pages")} onSearch={() => setOpen("search")} />
        <Connection />
        <Content />
      </div>
      {open === "pages" && (
        <Modal look="drawer-start" title="Pages" onClose={close}>
          <Nav onFollow={close} />
        </Modal>
      )}
      {open === "search" && <Palette onClose={close} />}
    </div>
  );
}

function Content(): ReactNode {
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const first = useRef(path);
  useEffect(() => {
    if (first.current === path) return;
    first.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="main" className="shell-content" tabIndex={-1} ref={main}>
      {path === "/gallery" ? <Outlet /> : <ProjectPages />}
    </main>
  );
}

/** Pages need a project that can be read. */
function ProjectPages(): ReactNode {
  const { error, data, refetch } = useQuery(projectQuery);
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <Outlet />;
}

function Connection(): ReactNode {
  const { connection } = useLive();
  if (connection !== "lost") return null;
  return (
    <div className="banner" role="status">
      <strong>The server does not answer.</strong>
      <span>What is shown stays, but may be out of date. Trying to connect again.</span>
    </div>
  );
}
