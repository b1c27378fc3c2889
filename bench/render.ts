import { formatBytes, formatInteger } from "../src/cli/output/numbers.ts";
import { BETTER, type BenchResult, type BenchRow, type Unit } from "./result.ts";

/** `bench/results/<name>.md`, from the JSON beside it and nothing else. */
export function renderBench({ name, commit, date, machine, limits, rows }: BenchResult): string {
  const runs = limits.repeat === 1 ? "one run" : `medians of ${limits.repeat} runs`;
  return [
    `# Bench: ${name}`,
    "",
    `Commit ${commit}, ${date.slice(0, 10)}, ${runs}. Made by \`npm run bench -- ${name}\`; the numbers are in \`${name}.json\`.`,
    "",
    `- Machine: ${machine.cpu}, ${machine.cores} cores, ${formatBytes(machine.memoryBytes)} RAM, ${machine.os}, Node ${machine.node}, ${machine.engine}`,
    `- Limits of Tidemark and of every reference: ${limits.threads} threads, engine memory ${formatBytes(limits.memoryLimitBytes)}`,
    "- The ratio is Tidemark / reference, measured in the same run; the last column says which direction is better.",
    "",
    "| case | metric | Tidemark | reference | its value | ratio | better |",
    "| --- | --- | ---: | --- | ---: | ---: | --- |",
    ...rows.map(rowText),
    "",
  ].join("\n");
}

function rowText({ case: name, metric, value, unit, reference, referenceValue, ratio }: BenchRow): string {
  const cells = [
    name,
    metric,
    quantity(value, unit),
    reference ?? "",
    referenceValue === null ? "" : quantity(referenceValue, unit),
    ratio === null ? "" : ratioText(ratio),
    ratio === null ? "" : BETTER[unit],
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function ratioText(ratio: number): string {
  if (ratio < 0.05) return ratio.toPrecision(2);
  return ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2);
}

function quantity(value: number, unit: Unit): string {
  switch (unit) {
    case "bytes":
      return formatBytes(value);
    case "s":
      return `${value.toFixed(2)} s`;
    case "ms":
      return `${threeDigits(value)} ms`;
    case "us":
      return `${threeDigits(value)} µs`;
    case "%":
      return `${value.toFixed(2)} %`;
    case "% inside":
      return `${value.toFixed(1)} %`;
    case "power":
      return value.toFixed(2);
    case "scaled errors":
      return value.toFixed(3);
    default:
      return `${formatInteger(value)} ${unit}`;
  }
}

function threeDigits(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
