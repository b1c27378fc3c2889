import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { Field } from "./field.tsx";

interface TextFieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "style" | "onChange" | "value"> {
  readonly label: string;
  readonly value: string;
  readonly help?: string | undefined;
  readonly problem?: string | undefined;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, value, help, problem, onChange, ...rest }: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <Field id={id} label={label} help={help} problem={problem}>
      <input
        {...rest}
        id={id}
        className="input"
        dir="auto"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
