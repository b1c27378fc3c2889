import { type ReactNode, useId } from "react";
import { Field } from "./field.tsx";

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly help?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One of a few. */
export function Select({ label, value, options, help, onChange }: SelectProps): ReactNode {
  const id = useId();
  return (
    <Field id={id} label={label} help={help}>
      <select
        id={id}
        className="input"
        value={value}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
