import type { Preferences } from "@shared/domain/settings.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { ChoiceRow } from "./ChoiceRow.tsx";
import { SettingsSection } from "./SettingsSection.tsx";

const compileTexts = {
  python:
    "As the Langfuse Python SDK and LiteLLM do it: a variable without a value stays in the text as {{name}}; values are put in once and never read again as a template.",
  js: "As the Langfuse JS SDK does it: mustache. A variable without a value becomes empty text; sections such as {{#list}} work.",
} as const;

const clientMessageTexts = {
  replace:
    "A prompt takes the place of the client's messages, as LiteLLM documents it. A text prompt is sent as one user message, a chat prompt as it is.",
  append:
    "The client's messages follow the prompt, as LiteLLM does since 1.57.7. A text prompt is sent as a system message.",
} as const;

/** How a prompt becomes messages. */
export function RulesSection({ preferences }: { preferences: Preferences }) {
  const save = useSettings((state) => state.save);
  const { compileMode, clientMessagesMode, stream } = preferences;
  return (
    <SettingsSection
      id="rules"
      title="Prompt rules"
      text="How a prompt and its variables become the messages of a request."
    >
      <ChoiceRow
        title="Compile variables as"
        text={compileTexts[compileMode]}
        value={compileMode}
        segments={[
          { value: "python", label: "Python SDK" },
          { value: "js", label: "JS SDK" },
        ]}
        onChange={(next) => void save({ compileMode: next })}
      />
      <ChoiceRow
        title="Client messages"
        text={clientMessageTexts[clientMessagesMode]}
        value={clientMessagesMode}
        segments={[
          { value: "replace", label: "Replace" },
          { value: "append", label: "Append" },
        ]}
        onChange={(next) => void save({ clientMessagesMode: next })}
      />
      <ChoiceRow
        title="Stream answers"
        text="Streamed answers show as they are written, with the time to the first token."
        value={stream ? "on" : "off"}
        segments={[
          { value: "on", label: "On" },
          { value: "off", label: "Off" },
        ]}
        onChange={(next) => void save({ stream: next === "on" })}
      />
    </SettingsSection>
  );
}
