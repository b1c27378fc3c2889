import { type ReactNode, useEffect, useRef, useState } from "react";
import { drawChart } from "../../src/charts/draw-chart.ts";
import type { ThemeName } from "../../src/charts/theme.ts";
import type { GraphChart } from "../../src/contract/chart-spec/graph.ts";

/** Boxes scroll sideways rather than become too small to read. */
const NARROWEST = 640;

export function GraphDrawing({ spec, theme }: { readonly spec: GraphChart; readonly theme: ThemeName }): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(NARROWEST);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const width = Math.max(NARROWEST, room);
  const { body, height } = drawChart(spec, { theme, width });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section ref={box} className="graph-box" tabIndex={0} aria-label={`Drawing: ${spec.title}`}>
      <svg
        className="drawing"
        role="img"
        aria-label={spec.alt}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing, in which every text is escaped
        dangerouslySetInnerHTML={{ __html: body }}
      />
    </section>
  );
}
