import { proxyProblem } from "@shared/domain/proxy.ts";
import type { Preferences } from "@shared/domain/settings.ts";
import { useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Field } from "../../ui/Field.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ChangeForm } from "./ChangeForm.tsx";
import { ChoiceRow } from "./ChoiceRow.tsx";
import { SettingsSection } from "./SettingsSection.tsx";

type Way = "system" | "direct" | "address";

const texts: Record<Way, string> = {
  system: "The one that HTTPS_PROXY and the like name; in the desktop app else the system's, with its auto-config.",
  direct: "Every call goes straight to its server.",
  address: "Every call goes through this one, but for servers on this computer.",
};

/** Which way calls leave. What is chosen here holds for the command line and the gateway, too. */
export function NetworkSection({ preferences: { proxy } }: { preferences: Preferences }) {
  const save = useSettings((state) => state.save);
  const saved: Way = proxy === "system" || proxy === "direct" ? proxy : "address";
  const [way, setWay] = useState(saved);
  const choose = (next: Way) => {
    setWay(next);
    if (next !== "address") void save({ proxy: next });
  };
  return (
    <SettingsSection
      id="network"
      title="Network"
      text="The request view names the proxy that a request took. The variable PROMPTSCOPE_PROXY goes before what is chosen here."
    >
      <ChoiceRow
        title="Proxy"
        text={texts[way]}
        value={way}
        segments={[
          { value: "system", label: "As set up" },
          { value: "direct", label: "None" },
          { value: "address", label: "This one" },
        ]}
        onChange={choose}
      />
      {way === "address" && <AddressForm key={proxy} saved={saved === "address" ? proxy : ""} />}
    </SettingsSection>
  );
}

function AddressForm({ saved }: { saved: string }) {
  const [address, setAddress] = useState(saved);
  const [problem, setProblem] = useState<string>();
  const apply = async () => {
    const wrong = proxyProblem(address.trim());
    setProblem(wrong ?? (await useSettings.getState().save({ proxy: address.trim() }))?.message);
  };
  return (
    <ChangeForm label="Address of the proxy" changed={address.trim() !== saved} onSave={apply}>
      <Field label="Address" error={problem}>
        {(control) => (
          <TextField {...control} mono placeholder="http://proxy.example:8080" value={address} onChange={setAddress} />
        )}
      </Field>
    </ChangeForm>
  );
}
