import { useEffect, useRef } from "react";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { placeKey, writablePlaces } from "../../../stores/prompts/writable-places.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Field } from "../../../ui/Field.tsx";
import { PlaceField } from "../../../ui/PlaceField.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { newNameError, savingBlocked } from "./saving-blocked.ts";

/** Of a prompt that no library has yet: under what name it is saved, and where. */
export function NewPlace() {
  const state = useSaving();
  const settings = useSettings((store) => store.settings);
  const field = useRef<HTMLInputElement>(null);
  // The dialog was opened before there was anything to fill in.
  useEffect(() => field.current?.select(), []);
  const { target, aim } = state;
  if (!target) return null;
  const places = writablePlaces(settings);
  return (
    <>
      <Field label="Name" hint="A / makes folders: support/reply-draft" error={newNameError(state) ?? undefined}>
        {(control) => (
          <TextField
            {...control}
            ref={field}
            mono
            value={target.name}
            onChange={(name) => aim({ ...target, name })}
            onKeyDown={({ key, ctrlKey, metaKey, nativeEvent }) => {
              if (key !== "Enter" || ctrlKey || metaKey || nativeEvent.isComposing) return;
              if (state.busy === null && savingBlocked(state) === null) void state.save();
            }}
          />
        )}
      </Field>
      <PlaceField
        label="Saved to"
        places={places}
        place={placeKey(target)}
        onChange={(key) => {
          const found = places.find((one) => one.key === key);
          if (found) aim({ ...found.place, name: target.name });
        }}
      />
    </>
  );
}
