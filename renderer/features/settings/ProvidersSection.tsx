import type { ProviderView, SettingsView } from "@shared/domain/settings.ts";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useSettings } from "../../stores/settings/settings.ts";
import { Chip } from "../../ui/Chip.tsx";
import { plural } from "../../ui/figures.ts";
import { ProviderForm } from "./ProviderForm.tsx";
import styles from "./ProvidersSection.module.css";
import { SettingsSection } from "./SettingsSection.tsx";

/** Every provider there is, those that are set up first. */
export function ProvidersSection({ settings }: { settings: SettingsView }) {
  const [open, setOpen] = useState<string | null>(null);
  // The order of the first look stays, so that a row does not jump away under the hand that set it up.
  const [order] = useState(() => byState(settings.providers).map(({ id }) => id));
  const providers = order.flatMap((id) => settings.providers.find((provider) => provider.id === id) ?? []);
  const ready = settings.providers.filter(({ configured }) => configured).length;

  return (
    <SettingsSection
      id="providers"
      title="Providers"
      text="A key goes only to the base URL it was set with. Models of a provider are named with its prefix."
      state={<Chip>{ready} set up</Chip>}
    >
      <ul className={styles["list"]}>
        {providers.map((provider) => (
          <li key={provider.id} className={styles["provider"]}>
            <button
              type="button"
              className={styles["row"]}
              aria-expanded={open === provider.id}
              onClick={() => setOpen(open === provider.id ? null : provider.id)}
            >
              {open === provider.id ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
              <span className={styles["label"]}>{provider.label}</span>
              <code className={styles["prefix"]}>{provider.prefix}/</code>
              <span className={styles["url"]}>{provider.baseUrl}</span>
              <StateChip provider={provider} />
              <TriedChip provider={provider} />
            </button>
            {open === provider.id ? <ProviderForm provider={provider} offer={settings.secretStorage} /> : null}
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}

function byState(providers: ProviderView[]): ProviderView[] {
  return [...providers].sort((a, b) => Number(b.configured) - Number(a.configured));
}

/** Whether it was asked in this session, and what it said. */
function TriedChip({ provider: { id, configured } }: { provider: ProviderView }) {
  const state = useSettings(({ tried }) => tried[id]);
  if (state?.kind === "testing") return <Chip>testing…</Chip>;
  if (state?.kind === "works") return <Chip tone="ok">works, {plural(state.models, "model")}</Chip>;
  if (state?.kind === "refused") {
    const { status } = state.error;
    return <Chip tone="bad">{status === undefined ? "no answer" : `refused ${status}`}</Chip>;
  }
  return configured ? <Chip>not tried</Chip> : null;
}

function StateChip({ provider }: { provider: ProviderView }) {
  const { key, configured } = provider;
  if (key.status === "locked") return <Chip tone="bad">key locked</Chip>;
  if (!configured) return <Chip>{provider.keyRequired && key.status === "missing" ? "no key" : "not set up"}</Chip>;
  if (key.status === "environment") return <Chip mono>{key.variable ?? "environment"}</Chip>;
  if (key.status === "stored") return <Chip mono>{key.hint ?? "key stored"}</Chip>;
  return <Chip>no key needed</Chip>;
}
