import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Icon, type IconName } from "../design/icon.tsx";
import { analysesQuery, projectQuery } from "../state/queries.ts";
import type { Search } from "../state/search.ts";
import { sharedPart } from "../state/selection.ts";
import { analysisLink, hasOwnPage, NAV, type NavLink } from "./nav-links.ts";

/** The way to every page; filters go along. */
export function Nav({ onFollow }: { readonly onFollow?: () => void }): ReactNode {
  const { data: analyses = [] } = useQuery(analysesQuery);
  const others = analyses
    .filter((analysis) => !hasOwnPage(analysis))
    .map((analysis): NavLink => ({ to: analysisLink(analysis).to, label: analysis.title, icon: "star" as IconName }));
  const [ask, ...rest] = NAV;
  const groups = [...(ask === undefined ? [] : [ask]), { title: "Analyses", links: others }, ...rest];
  return (
    <nav className="nav" aria-label="Pages">
      {groups
        .filter(({ links }) => links.length > 0)
        .map(({ title, links }) => (
          <div key={title} className="nav">
            <span className="nav-title">{title}</span>
            {links.map((link) => (
              <PageLink key={link.to} {...link} {...(onFollow === undefined ? {} : { onFollow })} />
            ))}
          </div>
        ))}
    </nav>
  );
}

function PageLink({ to, label, icon, onFollow }: NavLink & { readonly onFollow?: () => void }): ReactNode {
  const { pathname, search } = useLocation();
  const { data: project } = useQuery(projectQuery);
  const isDimension = (id: string): boolean => project?.dimensions.some((known) => known.id === id) ?? true;
  const here = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
  return (
    <Link
      to={to as "/"}
      search={sharedPart(search as Search, isDimension) as never}
      className="nav-link"
      activeProps={{}}
      aria-current={here ? "page" : undefined}
      onClick={onFollow}
    >
      <Icon name={icon} />
      {label}
    </Link>
  );
}
