import { z } from "zod";
import { ANALYSES } from "../src/analyses/registry.ts";
import { COMMANDS } from "../src/cli/commands.ts";
import { commandHelp, programHelp } from "../src/cli/help.ts";
import { projectReferencePage, projectSchemaText } from "../src/config/project-reference.ts";
import { EXIT_CODES } from "../src/core/errors.ts";
import { modelsReference } from "../src/models/reference.ts";
import { checksReference } from "../src/quality/render/reference.ts";
import { conformancePage } from "../test/engines/conformance-page.ts";
import { calibrationPage } from "./calibration-page.ts";
import { httpPage } from "./http-page.ts";

/** Every generated page by its path: a test compares the files with these texts. */
export const REFERENCE_PAGES: Readonly<Record<string, () => string>> = {
  "docs/reference/cli.md": cliPage,
  "docs/reference/http.md": httpPage,
  "docs/reference/analyses.md": analysesPage,
  "docs/reference/project.md": projectReferencePage,
  "docs/reference/project.schema.json": projectSchemaText,
  "docs/reference/models.md": modelsReference,
  "docs/reference/checks.md": checksReference,
  "docs/reference/calibration.md": calibrationPage,
  "docs/reference/conformance.md": conformancePage,
};

const fenced = (text: string): string => `\`\`\`\n${text}\n\`\`\``;

function cliPage(): string {
  const codes = Object.entries(EXIT_CODES).map(([code, exit]) => `| \`${code}\` | ${exit} |`);
  return `${[
    "# Command line",
    fenced(programHelp(COMMANDS)),
    ...COMMANDS.flatMap((command) => [`## ${command.name}`, fenced(commandHelp(command))]),
    "## Errors",
    ["| code | exit code |", "| --- | --- |", ...codes].join("\n"),
  ].join("\n\n")}\n`;
}

function analysesPage(): string {
  const sections = ANALYSES.flatMap(({ id, question, params }) => {
    const { properties = {} } = z.toJSONSchema(params, { io: "input" }) as {
      properties?: Record<string, { description?: string; default?: unknown }>;
    };
    const rows = Object.entries(properties).map(
      ([name, p]) =>
        `| \`${name}\` | ${p.description ?? ""} | ${p.default === undefined ? "" : `\`${JSON.stringify(p.default)}\``} |`,
    );
    return [
      `## ${id}`,
      question,
      `Method card: [${id}](../analyses/${id}.md)`,
      ["| parameter | meaning | default |", "| --- | --- | --- |", ...rows].join("\n"),
    ];
  });
  return `${["# Analyses", ...sections].join("\n\n")}\n`;
}
