import { Search } from "lucide-react";
import { useRef } from "react";
import { Button } from "../Button.tsx";
import { Chip } from "../Chip.tsx";
import { Field } from "../Field.tsx";
import { FileInput } from "../FileInput.tsx";
import { NumberField } from "../NumberField.tsx";
import { Picker, type PickerSection } from "../Picker.tsx";
import { PlaceField } from "../PlaceField.tsx";
import { Select } from "../Select.tsx";
import { TextArea } from "../TextArea.tsx";
import { TextField } from "../TextField.tsx";
import type { Exhibit } from "./exhibit.ts";
import { Live } from "./Live.tsx";

const text = (label: string, from: string, more: Omit<Parameters<typeof TextField>[0], "value" | "onChange"> = {}) => (
  <Live from={from}>
    {(value, change) => <TextField aria-label={label} value={value} onChange={change} {...more} />}
  </Live>
);

const area = (label: string, from: string, more: Omit<Parameters<typeof TextArea>[0], "value" | "onChange"> = {}) => (
  <Live from={from}>
    {(value, change) => <TextArea aria-label={label} value={value} onChange={change} {...more} />}
  </Live>
);

const lines = (count: number) => Array.from({ length: count }, (_, index) => `Line ${index + 1}`).join("\n");

const regions = [
  { value: "eu", label: "Europe" },
  { value: "us", label: "United States" },
];

const models: readonly PickerSection<{
  value: string;
  label: string;
  detail?: string;
  below?: string;
  chosen: boolean;
}>[] = [
  {
    key: "recent",
    heading: "Recent",
    aside: "of this prompt",
    options: [{ value: "gpt-4o-mini", label: "gpt-4o-mini", detail: "128 k · $0.15", below: "OpenAI", chosen: true }],
  },
  {
    key: "others",
    heading: "Ollama",
    note: "Nothing is listening on 127.0.0.1:11434.",
    options: [{ value: "llama3.1:8b", label: "llama3.1:8b", detail: "local", chosen: false }],
  },
];

function ChooseFile() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
      <FileInput ref={input} label="File with rows" accept=".csv" onFile={() => {}} />
    </>
  );
}

/** What is typed into and chosen from. */
export const fields: readonly Exhibit[] = [
  {
    part: "Field",
    isWide: true,
    states: {
      "with note and hint": (
        <Field label="Host" note="https" hint="Where your Langfuse answers.">
          {(control) => <TextField {...control} value="https://cloud.langfuse.com" onChange={() => {}} />}
        </Field>
      ),
      "with an error": (
        <Field label="Secret key" error="Langfuse refused this key (401).">
          {(control) => <TextField {...control} value="sk-lf-…" onChange={() => {}} />}
        </Field>
      ),
      "in one line, without room": (
        <div style={{ width: 200 }}>
          <Field label={<code>customer_name_as_it_stands_in_the_order</code>} note="not set, sent as it is" oneLine>
            {(control) => <TextField {...control} value="" attention onChange={() => {}} />}
          </Field>
        </div>
      ),
    },
  },
  {
    part: "TextField",
    states: {
      empty: text("Filter", "", { placeholder: "label:production" }),
      filled: text("Name", "support/reply-draft"),
      mono: text("Model", "openai/gpt-4o-mini", { mono: true }),
      "with icon and end": text("Search", "refund", { icon: <Search aria-hidden="true" />, end: <Chip>22</Chip> }),
      attention: text("A value that is not set", "", { attention: true, placeholder: "e.g. warm" }),
      disabled: text("A disabled field", "read only", { disabled: true }),
      "right to left": text("Right to left", "مرحبا، أين طلبي؟"),
    },
  },
  {
    part: "TextArea",
    isWide: true,
    states: {
      "one line": area("One line", "Hi, I was charged twice."),
      "grows to 4 lines": area("Up to 4 lines", lines(9), { maxLines: 4 }),
      "grows to 12 lines": area("Up to 12 lines", lines(6)),
      "grows to 24 lines, mono": area("Up to 24 lines", "{{tone}}\n{{ticket}}", { maxLines: 24, mono: true }),
      attention: area("A long value that is not set", "", { attention: true, placeholder: "not set" }),
    },
  },
  {
    part: "NumberField",
    states: {
      "a number": (
        <Live from={0.2 as number | null}>
          {(value, change) => (
            <NumberField aria-label="temperature" value={value} onChange={change} min={0} max={2} step={0.1} />
          )}
        </Live>
      ),
      "out of bounds": <NumberField aria-label="top_p" value={7} onChange={() => {}} min={0} max={1} />,
    },
  },
  {
    part: "Select",
    states: {
      normal: (
        <Live from="eu">
          {(value, change) => <Select aria-label="Region" value={value} options={regions} onChange={change} />}
        </Live>
      ),
      disabled: <Select aria-label="Region, disabled" value="us" options={regions} onChange={() => {}} disabled />,
    },
  },
  {
    part: "PlaceField",
    states: {
      "one of two places": (
        <Live from={"local" as string | null}>
          {(place, change) => (
            <PlaceField
              label="Put it into"
              hint="A file of its own."
              places={[
                { key: "local", label: "Local" },
                { key: "langfuse", label: "acme-support" },
              ]}
              place={place}
              onChange={change}
            />
          )}
        </Live>
      ),
    },
  },
  { part: "FileInput", states: { "behind a button": <ChooseFile /> } },
  {
    part: "Picker",
    isWide: true,
    states: {
      "with sections": (
        <Live from="">
          {(typed, onType) => (
            <Picker
              label="Models"
              placeholder="Filter, or type provider/model"
              typed={typed}
              onType={onType}
              sections={models}
              onChoose={() => {}}
            />
          )}
        </Live>
      ),
      "nothing to choose": (
        <Picker
          label="Prompts"
          placeholder="Filter"
          typed="zzz"
          onType={() => {}}
          sections={[]}
          empty="No prompt is called so."
          onChoose={() => {}}
        />
      ),
    },
  },
];
