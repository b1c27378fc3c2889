import type { ReactNode } from "react";
import "./kpi-tile.css";
import { formatBare, formatValue } from "../../src/charts/format.ts";
import type { StatItem } from "../../src/contract/chart-spec/stat.ts";
import { ChangeText } from "./change-text.tsx";
import { exactText } from "./exact-text.ts";
import { Sparkline } from "./sparkline.tsx";

interface KpiTileProps {
  readonly item: StatItem;
  /** Makes the tile a link. */
  readonly link?: (content: ReactNode) => ReactNode;
}

/** A number, its change and the days before it. */
export function KpiTile({ item, link }: KpiTileProps): ReactNode {
  const content = <TileContent {...item} />;
  return link === undefined ? <div className="tile">{content}</div> : link(content);
}

function TileContent({ label, value, unit, good, change, comparedWith, series }: StatItem): ReactNode {
  const apart = value !== null && formatBare(value, unit) !== formatValue(value, unit);
  return (
    <>
      <span className="tile-label" dir="auto" title={label}>
        {label}
      </span>
      <span className="tile-number" dir="ltr" title={exactText(value, unit)}>
        {formatBare(value, unit)}
        {apart && <span className="tile-unit">{unit}</span>}
      </span>
      <span className="tile-change">
        {change === null ? "no comparison" : <ChangeText change={change} good={good} />}
        {change !== null && comparedWith !== null && <span className="nowrap">vs {comparedWith}</span>}
      </span>
      <Sparkline values={series.map((point) => point.value)} />
    </>
  );
}
