import { type ReactNode, useState } from "react";
import { z } from "zod";
import { Button } from "../design/button.tsx";
import { Card } from "../design/card.tsx";
import { Checkbox } from "../design/checkbox.tsx";
import { CommandPalette } from "../design/command-palette.tsx";
import { CommandText } from "../design/command-text.tsx";
import { DateRange, type Dates } from "../design/date-range.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Menu } from "../design/menu.tsx";
import { Modal } from "../design/modal.tsx";
import { MultiSelect } from "../design/multi-select.tsx";
import { type FormValues, SchemaForm } from "../design/schema-form.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import { TextField } from "../design/text-field.tsx";
import { useToast } from "../design/toast.tsx";
import { parametersOf } from "../state/parameters.ts";
import { LONG_TEXT, MANY_CHOICES } from "./samples.ts";

const COLORS = [
  "page",
  "surface",
  "raised",
  "faint",
  "hover",
  "border",
  "control",
  "muted",
  "text",
  "accent",
  "accent-faint",
  "better",
  "worse",
  "warn",
];

/** Colours, buttons, fields and what opens over the page. */
export function GalleryControls(): ReactNode {
  return (
    <>
      <Card title="Colours">
        <div className="swatches">
          {COLORS.map((name) => (
            <div key={name} className="swatch">
              <span style={{ background: `var(--${name})` }} />
              {name}
            </div>
          ))}
        </div>
      </Card>
      <Card title="Buttons">
        <div className="row">
          <Button look="primary" icon="play">
            Primary
          </Button>
          <Button icon="download">Plain</Button>
          <Button look="quiet">Quiet</Button>
          <Button look="danger">Danger</Button>
          <Button disabled>Disabled</Button>
          <IconButton icon="info" label="How computed" />
          <Menu label="Export" icon="download" entries={[{ label: "CSV", action: () => {} }]} />
          <CommandText command="tidemark run metric --metric revenue --grain week" />
        </div>
      </Card>
      <Fields />
      <Form />
      <Overlays />
    </>
  );
}

function Fields(): ReactNode {
  const [dates, setDates] = useState<Dates>({ from: "2019-10-01", to: "2019-11-01" });
  const [brands, setBrands] = useState<readonly string[]>(["brand-7"]);
  const [text, setText] = useState("");
  const [look, setLook] = useState("chart");
  const [checked, setChecked] = useState(true);
  const looks = [
    { value: "chart", label: "Chart" },
    { value: "table", label: "Table" },
  ];
  return (
    <Card title="Fields">
      <div className="form">
        <TextField label="Text" value={text} placeholder="anything" help="What it is for." onChange={setText} />
        <TextField label="Text with a problem" value="2019-13-01" problem="this is no day" onChange={() => {}} />
        <Select label="One of a few" value={look} options={looks} onChange={setLook} />
        <Select label="A very long choice" value="a" options={[{ value: "a", label: LONG_TEXT }]} onChange={() => {}} />
        <MultiSelect label="Five thousand values" choices={MANY_CHOICES} selected={brands} onChange={setBrands} />
        <DateRange
          label="Dates"
          dates={dates}
          presets={[
            { label: "All days", dates: { from: null, to: null } },
            { label: "October", dates: { from: "2019-10-01", to: "2019-11-01" } },
          ]}
          onChange={setDates}
        />
        <Segmented label="Look" options={looks} value={look} onChange={setLook} />
        <Checkbox label="A switch" checked={checked} onChange={setChecked} />
      </div>
    </Card>
  );
}

const SAMPLE = z.toJSONSchema(
  z.strictObject({
    metric: z.string().describe("id of the metric"),
    window: z.int().min(1).max(90).default(7).describe("days from the first step to the last"),
    order: z.enum(["strict", "any"]).default("strict").describe("whether steps must follow each other"),
    steps: z.array(z.string()).min(2).describe("event names, in order"),
    exact: z.boolean().default(false).describe("count every user instead of a sample"),
    since: z.iso.date().optional().describe("first day"),
    goal: z.record(z.string(), z.number()).optional().describe("goals by country"),
  }),
  { io: "input" },
);

function Form(): ReactNode {
  const [values, setValues] = useState<FormValues>({ steps: ["view", "cart"] });
  return (
    <Card title="A form made from parameters">
      <SchemaForm
        parameters={parametersOf(SAMPLE as Record<string, unknown>)}
        values={values}
        onChange={setValues}
        choicesFor={(name) => (name === "metric" ? MANY_CHOICES.slice(0, 5) : null)}
      />
    </Card>
  );
}

function Overlays(): ReactNode {
  const say = useToast();
  const [open, setOpen] = useState<"dialog" | "drawer" | "palette" | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Card title="Over the page">
      <div className="row">
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("drawer")}>Drawer</Button>
        <Button onClick={() => setOpen("palette")}>Command palette</Button>
        <Button onClick={() => say("The view is saved.")}>Message</Button>
      </div>
      {(open === "dialog" || open === "drawer") && (
        <Modal look={open} title={LONG_TEXT.slice(0, 80)} onClose={close}>
          <p>{LONG_TEXT}</p>
        </Modal>
      )}
      {open === "palette" && (
        <CommandPalette
          commands={MANY_CHOICES.slice(0, 40).map(({ label }, i) => ({
            id: String(i),
            label,
            kind: "brand",
            icon: "star",
            run: () => say(label),
          }))}
          onClose={close}
        />
      )}
    </Card>
  );
}
