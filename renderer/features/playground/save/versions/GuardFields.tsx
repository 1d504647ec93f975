import { useVersionActs } from "../../../../stores/prompts/version-acts.ts";
import { Field } from "../../../../ui/Field.tsx";
import { TextArea } from "../../../../ui/TextArea.tsx";
import { TextField } from "../../../../ui/TextField.tsx";

/** What the project asks for before production moves, and the reason, which is kept here: no library has a place for it. */
export function GuardFields({ guarded, keepsReason }: { guarded: boolean; keepsReason: boolean }) {
  const { guard, message, typedName, setMessage, setTypedName } = useVersionActs();
  const needsMessage = guarded && guard === "message";
  return (
    <>
      {(keepsReason || needsMessage) && (
        <Field
          label={needsMessage ? "Message, which this project asks for" : "Message"}
          hint={
            keepsReason ? "Why it is moved; kept on this machine only." : "Why production goes; it is sent nowhere."
          }
        >
          {(control) => <TextArea {...control} value={message} onChange={setMessage} maxLines={4} />}
        </Field>
      )}
      {guarded && guard === "typed-name" && (
        <Field label="Type the prompt's name" hint="This project asks for it before production moves.">
          {(control) => <TextField {...control} value={typedName} onChange={setTypedName} />}
        </Field>
      )}
    </>
  );
}

/** What the guard still waits for, in words; null when it is answered or asks for nothing. */
export function guardWaits(
  { guard, message, typedName }: Pick<ReturnType<typeof useVersionActs.getState>, "guard" | "message" | "typedName">,
  guarded: boolean,
  name: string,
): string | null {
  if (!guarded || guard === null) return null;
  if (guard === "message") return message.trim() === "" ? "Say why production moves." : null;
  return typedName === name ? null : "Type the prompt's name to move production.";
}
