import type { SettingsView } from "@shared/domain/settings.ts";
import { useEffect, useRef } from "react";
import { useApp } from "../../stores/app.ts";
import { settingsSections } from "../../stores/settings/sections.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { AboutSection } from "./AboutSection.tsx";
import { AppearanceSection } from "./AppearanceSection.tsx";
import { BackupSection } from "./BackupSection.tsx";
import { HistorySection } from "./HistorySection.tsx";
import { LangfuseSection } from "./LangfuseSection.tsx";
import { LocalPromptsSection } from "./LocalPromptsSection.tsx";
import { NetworkSection } from "./NetworkSection.tsx";
import { PricesSection } from "./PricesSection.tsx";
import { ProvidersSection } from "./ProvidersSection.tsx";
import { RulesSection } from "./RulesSection.tsx";
import styles from "./Settings.module.css";
import { ShortcutsSection } from "./ShortcutsSection.tsx";
import { SpendSection } from "./SpendSection.tsx";

/** The settings view. Everything is one scroll long; the list at the left jumps. */
export function Settings() {
  const settings = useSettings((state) => state.settings);
  if (settings === null) return null;
  return <SettingsContent settings={settings} />;
}

function SettingsContent({ settings }: { settings: SettingsView }) {
  const wanted = useApp((state) => state.settingsSection);
  const content = useRef<HTMLDivElement>(null);
  const jump = (id: string) => content.current?.querySelector(`#settings-${id}`)?.scrollIntoView();

  useEffect(() => {
    const section = content.current?.querySelector<HTMLElement>(`#settings-${wanted ?? "none"}`);
    section?.scrollIntoView();
    section?.focus();
  }, [wanted]);

  return (
    <div className={styles["view"]}>
      <nav className={styles["sections"]} aria-label="Settings sections">
        <h2 className={styles["heading"]}>Settings</h2>
        {settingsSections.map(({ id, title }) => (
          <Button key={id} variant="ghost" className={styles["jump"]} onClick={() => jump(id)}>
            {title}
          </Button>
        ))}
      </nav>
      <div className={styles["scroll"]}>
        <div className={styles["content"]} ref={content}>
          <LangfuseSection settings={settings} />
          <LocalPromptsSection />
          <ProvidersSection settings={settings} />
          <PricesSection />
          <SpendSection settings={settings} />
          <RulesSection preferences={settings.preferences} />
          <HistorySection preferences={settings.preferences} />
          <BackupSection />
          <NetworkSection preferences={settings.preferences} />
          <AppearanceSection preferences={settings.preferences} />
          <ShortcutsSection />
          <AboutSection />
        </div>
      </div>
    </div>
  );
}
