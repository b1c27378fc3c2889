import { existsSync } from "node:fs";
import { ANALYSES } from "../../analyses/registry.ts";
import { openProjectWarehouse } from "../../app/open-warehouse.ts";
import type { ProjectSession } from "../../app/project-session.ts";
import { projectRelations } from "../../app/relations.ts";
import { sourceSummaries } from "../../app/source-summary.ts";
import { dayOf } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { type Command, type CommandContext, flagOption } from "../command.ts";
import { analysisSubject } from "../describe/analysis.ts";
import {
  calendarSubject,
  checkSubject,
  dimensionSubject,
  funnelSubject,
  metricSubject,
  segmentSubject,
} from "../describe/definitions.ts";
import { relationSubject } from "../describe/relation.ts";
import { sourceSubject } from "../describe/source.ts";
import { emitSubjects, SUBJECT_FORMATS, type Subject } from "../describe/subject.ts";
import { commandHelp } from "../help.ts";
import { openCommandProject } from "../open-project.ts";
import { emitText, formatOption } from "../output/emit-table.ts";

/** `describe` also explains commands, so it is made with a way to list them. */
export function describeCommand(commands: () => readonly Command[]): Command {
  return {
    name: "describe",
    usage: "<metric | dimension | segment | source | relation | funnel | calendar entry | check | analysis | command>",
    summary: "explain one thing of the project: definition, columns, files, rows, profile",
    details: "A name that several things share describes each of them.",
    options: [
      {
        name: "profile",
        kind: "flag",
        describe: "for a source or a relation: nulls, distinct, quantiles, frequent values",
      },
      { name: "format", kind: "text", placeholder: SUBJECT_FORMATS.join("|"), describe: "how to print; default table" },
      { name: "out", kind: "text", placeholder: "file", describe: "write to this file instead of stdout" },
    ],
    examples: ["tidemark describe revenue", "tidemark describe fct_events --profile", "tidemark describe query"],
    handedOver: true,
    run: (context) => runDescribe(context, commands()),
  };
}

async function runDescribe(context: CommandContext, commands: readonly Command[]): Promise<number> {
  formatOption(context.options, SUBJECT_FORMATS);
  const [id, ...rest] = context.args;
  if (id === undefined || rest.length > 0) {
    throw new AppError("USAGE", "describe takes one name", { hint: "`tidemark list` shows what there is" });
  }
  const command = commands.find(({ name }) => name === id);
  if (command !== undefined) {
    emitText(context, commandHelp(command));
    return 0;
  }
  using session = await openCommandProject(context, "describe");
  const subjects = await subjectsOf(session, id, context);
  if (subjects.length === 0) throw await unknownName(session, id, commands);
  emitSubjects(context, subjects);
  return 0;
}

async function subjectsOf(session: ProjectSession, id: string, context: CommandContext): Promise<readonly Subject[]> {
  const { project, paths } = session;
  const profile = flagOption(context.options, "profile");
  const analysis = analysisSubject(id);
  const declared = [metricSubject, dimensionSubject, segmentSubject, funnelSubject, checkSubject].flatMap(
    (describe) => describe(project, id) ?? [],
  );
  const lastDay = sourceSummaries(session)
    .map((source) => source.lastDay ?? "")
    .toSorted()
    .at(-1);
  const dated = calendarSubject(project, id, lastDay || dayOf(context.clock.nowMs(), project.project.timezone));
  const source = sourceSubject(session, id);
  const known = [
    ...(analysis === undefined ? [] : [analysis]),
    ...declared,
    ...(dated === undefined ? [] : [dated]),
    ...(source === undefined ? [] : [source]),
  ];
  const profiled = source !== undefined && profile;
  if (!existsSync(paths.warehouse) && !profiled) return known;
  const relation = await relationSubject(session, profiled ? `stg_${id}` : id, { profile, signal: context.signal });
  return relation === undefined ? known : [...known, relation];
}

async function unknownName(session: ProjectSession, id: string, commands: readonly Command[]): Promise<AppError> {
  const { project, paths } = session;
  const names = [
    project.sources,
    project.metrics,
    project.dimensions,
    project.segments,
    project.funnels,
    project.calendar,
    project.checks,
  ].flatMap(Object.keys);
  if (existsSync(paths.warehouse)) {
    await using warehouse = await openProjectWarehouse(session);
    names.push(...(await projectRelations(warehouse)).map(({ name }) => name));
  }
  names.push(...ANALYSES.map((analysis) => analysis.id), ...commands.map(({ name }) => name));
  return new AppError("USAGE", `there is nothing called "${id}"${didYouMean(id, names)}`, {
    hint: "`tidemark list` shows what there is",
  });
}
