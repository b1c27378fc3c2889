import { type ReactNode, useId } from "react";
import "./date-range.css";
import "./popover.css";
import { addDays } from "../../src/core/calendar.ts";
import { Icon } from "./icon.tsx";
import { TextField } from "./text-field.tsx";
import { usePopover } from "./use-popover.ts";

/** Days of the project's zone; `to` is the day after the last one. Null: from the start, to the end of the data. */
export interface Dates {
  readonly from: string | null;
  readonly to: string | null;
}

export interface DatePreset {
  readonly label: string;
  readonly dates: Dates;
}

interface DateRangeProps {
  readonly label: string;
  readonly dates: Dates;
  readonly presets: readonly DatePreset[];
  readonly onChange: (dates: Dates) => void;
}

export function DateRange({ label, dates, presets, onChange }: DateRangeProps): ReactNode {
  const id = useId();
  const { open, setOpen, box, button } = usePopover();
  const preset = presets.find((other) => other.dates.from === dates.from && other.dates.to === dates.to);
  return (
    <div className="popover field" ref={box}>
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <button
        ref={button}
        type="button"
        className="picker"
        aria-labelledby={`${id}-label ${id}-value`}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        <span id={`${id}-value`}>{preset?.label ?? datesText(dates)}</span>
        <Icon name="calendar" />
      </button>
      {open && (
        <div className="popover-panel dates" role="dialog" aria-label={label}>
          <div className="dates-presets">
            {presets.map((choice) => (
              <button
                key={choice.label}
                type="button"
                className="menu-item"
                aria-current={choice === preset}
                onClick={() => {
                  onChange(choice.dates);
                  setOpen(false);
                  button.current?.focus();
                }}
              >
                {choice.label}
              </button>
            ))}
          </div>
          <DateInputs dates={dates} onChange={onChange} />
        </div>
      )}
    </div>
  );
}

function DateInputs({ dates: { from, to }, onChange }: Pick<DateRangeProps, "dates" | "onChange">): ReactNode {
  const last = to === null ? "" : addDays(to, -1);
  const wrong = from !== null && to !== null && from >= to;
  return (
    <div className="dates-inputs">
      <TextField
        label="First day"
        type="date"
        value={from ?? ""}
        problem={wrong ? "after the last day" : undefined}
        onChange={(value) => onChange({ from: value === "" ? null : value, to })}
      />
      <TextField
        label="Last day"
        type="date"
        value={last}
        onChange={(value) => onChange({ from, to: value === "" ? null : addDays(value, 1) })}
      />
    </div>
  );
}

/** `1 Oct – 31 Oct 2019`, the last day included. */
export function datesText({ from, to }: Dates): string {
  const last = to === null ? null : addDays(to, -1);
  if (from === null && last === null) return "All days";
  if (from === null) return `until ${dayText(last ?? "")}`;
  if (last === null) return `since ${dayText(from)}`;
  if (from === last) return dayText(from);
  return `${dayText(from, from.slice(0, 4) !== last.slice(0, 4))} – ${dayText(last)}`;
}

/** `31 Oct 2019`. */
export function dayText(day: string, year = true): string {
  return new Date(`${day}T00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(year ? { year: "numeric" } : {}),
  });
}
