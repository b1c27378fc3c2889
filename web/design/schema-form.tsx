import type { ReactNode } from "react";
import "./schema-form.css";
import type { Parameter } from "../state/parameters.ts";
import { Checkbox } from "./checkbox.tsx";
import { type Choice, MultiSelect } from "./multi-select.tsx";
import { Select } from "./select.tsx";
import { TextField } from "./text-field.tsx";

export type FormValues = Readonly<Record<string, unknown>>;

interface SchemaFormProps {
  readonly parameters: readonly Parameter[];
  readonly values: FormValues;
  readonly onChange: (values: FormValues) => void;
  /** What a parameter of this name can be, where the project decides it. */
  readonly choicesFor: (name: string) => readonly Choice[] | null;
}

/** A form for the parameters of an analysis, made from their JSON Schema. */
export function SchemaForm({ parameters, values, onChange, choicesFor }: SchemaFormProps): ReactNode {
  const change = (name: string, value: unknown): void => {
    const { [name]: _, ...others } = values;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <div className="form">
      {parameters.map((parameter) => (
        <Control
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          choices={choicesFor(parameter.name)}
          onChange={(value) => change(parameter.name, value)}
        />
      ))}
    </div>
  );
}

interface ControlProps {
  readonly parameter: Parameter;
  readonly value: unknown;
  readonly choices: readonly Choice[] | null;
  readonly onChange: (value: unknown) => void;
}

const DEFAULT = "";

function labelOf({ name }: Parameter): string {
  const words = name.replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function Control(props: ControlProps): ReactNode {
  const { parameter, value, choices, onChange } = props;
  const label = labelOf(parameter);
  const help = parameter.description;
  switch (parameter.kind) {
    case "switch":
      return (
        <div className="field">
          <Checkbox label={label} checked={(value ?? parameter.default) === true} onChange={onChange} />
          <span className="field-help">{help}</span>
        </div>
      );
    case "choice":
      return (
        <Select
          label={label}
          help={help}
          value={String(value ?? parameter.default ?? DEFAULT)}
          options={optionsOf(
            parameter,
            parameter.options.map((one) => ({ value: one, label: one })),
          )}
          onChange={(text) => onChange(text === DEFAULT ? undefined : text)}
        />
      );
    case "choices":
      return <Several {...props} choices={parameter.options.map((one) => ({ value: one, label: one }))} />;
    case "texts":
      return choices === null ? <Words {...props} /> : <Several {...props} choices={choices} />;
    case "text":
      if (choices !== null)
        return (
          <Select
            label={label}
            help={help}
            value={String(value ?? parameter.default ?? DEFAULT)}
            options={optionsOf(parameter, choices)}
            onChange={(text) => onChange(text === DEFAULT ? undefined : text)}
          />
        );
      return <Text {...props} type="text" />;
    case "date":
      return <Text {...props} type="date" />;
    case "number":
      return <Text {...props} type="number" />;
    default:
      return <Json {...props} />;
  }
}

function optionsOf({ required, default: initial }: Parameter, choices: readonly Choice[]): readonly Choice[] {
  return required || initial !== undefined ? choices : [{ value: DEFAULT, label: "default" }, ...choices];
}

function Several({ parameter, value, choices, onChange }: ControlProps): ReactNode {
  return (
    <div className="field">
      <MultiSelect
        label={labelOf(parameter)}
        choices={choices ?? []}
        selected={Array.isArray(value) ? value.map(String) : []}
        placeholder="Default"
        {...(parameter.maxItems === null ? {} : { max: parameter.maxItems })}
        onChange={(selected) => onChange(selected.length === 0 ? undefined : selected)}
      />
      <span className="field-help">{parameter.description}</span>
    </div>
  );
}

function Words({ parameter, value, onChange }: ControlProps): ReactNode {
  return (
    <TextField
      label={labelOf(parameter)}
      help={`${parameter.description}; separated by commas`}
      value={Array.isArray(value) ? value.join(", ") : ""}
      onChange={(text) => onChange(text.trim() === "" ? undefined : text.split(",").map((word) => word.trim()))}
    />
  );
}

function Text({ parameter, value, onChange, type }: ControlProps & { readonly type: string }): ReactNode {
  const { description, min, max, whole, default: initial } = parameter;
  const number = type === "number";
  return (
    <TextField
      label={labelOf(parameter)}
      help={description}
      type={type}
      {...(min === null ? {} : { min })}
      {...(max === null ? {} : { max })}
      {...(number ? { step: whole ? 1 : "any" } : {})}
      placeholder={initial === undefined ? "" : String(initial)}
      value={value === undefined ? "" : String(value)}
      onChange={(text) => onChange(text === "" ? undefined : number ? Number(text) : text)}
    />
  );
}

function Json({ parameter, value, onChange }: ControlProps): ReactNode {
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  return (
    <TextField
      label={labelOf(parameter)}
      help={`${parameter.description}; written as JSON`}
      value={text}
      problem={typeof value === "string" ? "this is not JSON yet" : undefined}
      onChange={(next) => onChange(next === "" ? undefined : jsonOr(next))}
    />
  );
}

/** The value that a text means; the text itself while it is being written. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
