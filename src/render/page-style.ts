import { readFileSync } from "node:fs";
import { THEMES, type ThemeName } from "../charts/theme.ts";
import { assetPath } from "./asset.ts";

function colors(name: ThemeName): string {
  const { surface, text, muted, grid, faint, accent, worse } = THEMES[name];
  return `--surface:${surface};--text:${text};--muted:${muted};--grid:${grid};--faint:${faint};--accent:${accent};--worse:${worse}`;
}

/** The fonts that charts are measured in, in the page itself. */
function fontFace(weight: 400 | 600): string {
  const font = readFileSync(assetPath(`fonts/inter-${weight}.ttf`)).toString("base64");
  return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${font})}`;
}

/** Style of a page that stands alone; it fetches nothing. */
export function pageStyle(): string {
  return `${fontFace(400)}\n${fontFace(600)}\n${STYLE}`;
}

const STYLE = `
:root{color-scheme:light dark;${colors("light")}}
@media (prefers-color-scheme:dark){:root{${colors("dark")}}.light{display:none}}
@media not (prefers-color-scheme:dark){.dark{display:none}}
@media print{details:not([open])>*{display:none}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:14px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:808px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}
h2{font-size:16px;margin:0 0 8px}
p{margin:0 0 8px}
.muted,caption,dt{color:var(--muted)}
.notice{border-left:3px solid var(--worse);background:var(--faint);padding:8px 12px;margin:12px 0}
.findings{padding-left:20px;margin:16px 0}
figure{margin:24px 0;border:1px solid var(--grid);border-radius:4px;overflow:hidden}
figure svg{display:block;width:100%;height:auto}
details{padding:8px 16px;border-top:1px solid var(--grid)}
summary{cursor:pointer;color:var(--muted)}
.scroll{overflow-x:auto;max-height:480px}
table{border-collapse:collapse;font-size:13px;margin:8px 0;min-width:100%}
caption{text-align:left;padding-bottom:4px}
th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--grid);white-space:nowrap}
th{font-weight:600}
.n{text-align:right}
.receipt{margin-top:40px;border-top:1px solid var(--grid);padding-top:16px}
.receipt details{padding:8px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 12px}
dd{margin:0}
pre{background:var(--faint);padding:12px;border-radius:4px;overflow-x:auto;font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;margin:8px 0;white-space:pre-wrap}
`.trim();
