import { Fragment, type ReactNode } from "react";
import { CASES, type KindCases } from "../../test/charts/specs.ts";
import { ChartFrame } from "../chart/chart-frame.tsx";

/** Charts of every kind, as the tests draw them. */
export function GalleryCharts({ of }: { readonly of: keyof KindCases }): ReactNode {
  return Object.entries(CASES).map(([kind, cases]) => (
    <Fragment key={kind}>
      <h2>{kind}</h2>
      <div className="grid-2">
        {Object.entries(cases[of]).map(([name, spec]) => (
          <ChartFrame key={name} spec={spec} onSelect={() => {}} />
        ))}
      </div>
    </Fragment>
  ));
}
