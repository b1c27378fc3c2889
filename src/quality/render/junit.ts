import type { CheckReport } from "../../contract/quality.ts";

type Result = CheckReport["results"][number];

/** Text as XML 1.0 allows it: markup escaped, characters it cannot hold replaced. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r -\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);
}

const attribute = (name: string, value: string): string => ` ${name}="${escapeXml(value)}"`;

function details({ sql, sample, owner, muted }: Result): string {
  return [
    ...(owner === null ? [] : [`owner: ${owner}`]),
    ...(muted === null ? [] : [`muted until ${muted.until}: ${muted.reason}`]),
    ...(sql === null ? [] : [`sql: ${sql}`]),
    ...(sample === null
      ? []
      : [sample.columns.join("\t"), ...sample.rows.map((row) => row.map((cell) => cell ?? "").join("\t"))]),
  ].join("\n");
}

/** A failure breaks the build, a warning or a muted failure is shown in the case's output, the undetermined is skipped. */
function body(result: Result): string {
  const { status, sentence, reason, severity, muted } = result;
  if (status === "pass") return "";
  if (status === "undetermined" || status === "skipped")
    return `<skipped${attribute("message", `${status}: ${reason ?? ""}`)}/>`;
  if (status === "fail" && muted === null) {
    return `<failure${attribute("message", sentence)}${attribute("type", severity)}>${escapeXml(details(result))}</failure>`;
  }
  return `<system-out>${escapeXml(`${muted === null ? "WARNING" : "MUTED"} ${sentence}\n${details(result)}`)}</system-out>`;
}

/** The report as a JUnit test suite, one case per check. */
export function junitReport({ at, dataVersion, results }: CheckReport): string {
  const counted = (test: (result: Result) => boolean): string => String(results.filter(test).length);
  const suite = [
    attribute("name", "tidemark check"),
    attribute("tests", String(results.length)),
    attribute(
      "failures",
      counted(({ status, muted }) => status === "fail" && muted === null),
    ),
    attribute("errors", "0"),
    attribute(
      "skipped",
      counted(({ status }) => status === "undetermined" || status === "skipped"),
    ),
    attribute("timestamp", at.slice(0, 19)),
  ].join("");
  const cases = results.map((result) => {
    const name = `${attribute("name", `${result.id}: ${result.title}`)}${attribute("classname", `tidemark.${result.relation ?? "manifest"}`)}`;
    const inner = body(result);
    return inner === "" ? `    <testcase${name}/>` : `    <testcase${name}>${inner}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite${suite}>`,
    `    <properties><property${attribute("name", "data_version")}${attribute("value", dataVersion)}/></properties>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}
