import { CodeBlock } from "../CodeBlock.tsx";
import { CodeEditor } from "../code/CodeEditor.tsx";
import { MergeText } from "../code/MergeText.tsx";
import { JsonLineText } from "../JsonLineText.tsx";
import { JsonText } from "../JsonText.tsx";
import { JsonView } from "../JsonView.tsx";
import { Note, NoteList } from "../NoteList.tsx";
import { FigureCell, RowHead, Table, TableBox } from "../Table.tsx";
import { VisuallyHidden } from "../VisuallyHidden.tsx";
import type { Exhibit } from "./exhibit.ts";

const body = { model: "gpt-4o-mini", temperature: 0.2, stream: true, stop: null, messages: [{ role: "user" }] };
const json = JSON.stringify(body, null, 2);
const before = "Answer in a warm tone.\nNever promise a date.\n";
const after = "Answer in a {{tone}} tone.\nNever promise a date.\nAt most 120 words.\n";
const unused = { onChange: () => {}, onUndo: () => {}, onRedo: () => {}, onLeave: () => {} };
const picture = `data:image/png;base64,${"iVBORw0KGgo".repeat(30)}`;

/** What is read and edited: code, JSON, tables, notes. */
export const texts: readonly Exhibit[] = [
  {
    part: "CodeBlock",
    isWide: true,
    states: {
      "plain, wrapped": <CodeBlock label="Wrapped code" text={`curl ${"--header x-sample:1 ".repeat(6)}`} />,
      "JSON, scrolled": <CodeBlock label="JSON code" text={json} language="json" wrap={false} />,
      "more than 20 000 characters": (
        <div style={{ maxHeight: 120, overflow: "auto" }}>
          <CodeBlock label="Long code" text={"0123456789 ".repeat(2_000)} />
        </div>
      ),
    },
  },
  {
    part: "code/CodeEditor",
    isWide: true,
    states: {
      template: (
        <CodeEditor
          label="A template"
          text={after}
          language="template"
          tokensOf={(text) => [...text.matchAll(/\{\{\w+\}\}/g)].map(variableAt)}
          marks={{ added: [1, 3], removed: [{ before: 1, text: "Answer in a warm tone." }] }}
          {...unused}
        />
      ),
      json: <CodeEditor label="A config" text={json} language="json" {...unused} />,
    },
  },
  {
    part: "code/MergeText",
    isWide: true,
    states: {
      "beside each other": (
        <MergeText
          before={{ label: "v31", text: before }}
          after={{ label: "the edit", text: after }}
          language="template"
          isInline={false}
        />
      ),
      "as one": (
        <MergeText
          before={{ label: "v30", text: before }}
          after={{ label: "another edit", text: after }}
          language="template"
          isInline
        />
      ),
    },
  },
  {
    part: "JsonText",
    states: {
      "every kind": (
        <pre>
          <JsonText text={json} />
        </pre>
      ),
    },
  },
  { part: "JsonView", isWide: true, states: { folds: <JsonView label="Body" value={body} /> } },
  {
    part: "JsonLineText",
    isWide: true,
    states: {
      folded: (
        <JsonLineText
          line={{ path: "/a", depth: 0, key: "messages", text: "[ 3 items ]", kind: "folded", comma: true }}
          onFold={() => {}}
        />
      ),
      "an embedded picture": (
        <JsonLineText
          line={{ path: "/b", depth: 1, key: "url", text: JSON.stringify(picture), kind: "string", comma: false }}
          onFold={() => {}}
        />
      ),
    },
  },
  {
    part: "Table",
    isWide: true,
    states: {
      "with figures": (
        <TableBox label="Prices">
          <Table columns={[{ title: "Model" }, { title: "Input", figures: true }, { title: "Output", figures: true }]}>
            <tr>
              <RowHead aside="OpenAI">gpt-4o-mini</RowHead>
              <FigureCell>$0.15</FigureCell>
              <FigureCell>$0.60</FigureCell>
            </tr>
            <tr>
              <RowHead>llama3.1:8b</RowHead>
              <FigureCell>—</FigureCell>
              <FigureCell>—</FigureCell>
            </tr>
          </Table>
        </TableBox>
      ),
    },
  },
  {
    part: "NoteList",
    isWide: true,
    states: {
      "every tone": (
        <NoteList label="What becomes of it">
          <Note tone="good">Messages are kept.</Note>
          <Note tone="changed" word="Changed">
            max_tokens is sent as max_completion_tokens.
          </Note>
          <Note tone="lost" word="Lost">
            top_k is not known there.
          </Note>
          <Note tone="bad" word="Refused">
            The key reads only.
          </Note>
        </NoteList>
      ),
    },
  },
  {
    part: "VisuallyHidden",
    states: {
      "beside a text that is seen": (
        <p>
          Seen<VisuallyHidden>, and read aloud</VisuallyHidden>
        </p>
      ),
    },
  },
];

function variableAt(found: RegExpExecArray) {
  return { from: found.index, to: found.index + found[0].length, kind: "variable" as const };
}
