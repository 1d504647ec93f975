import type { Preferences } from "@shared/domain/settings.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { ChoiceRow } from "./ChoiceRow.tsx";
import { SettingsSection } from "./SettingsSection.tsx";

/** How the window looks. */
export function AppearanceSection({ preferences }: { preferences: Preferences }) {
  const save = useSettings((state) => state.save);
  return (
    <SettingsSection id="appearance" title="Appearance">
      <ChoiceRow
        title="Theme"
        value={preferences.theme}
        segments={[
          { value: "system", label: "System" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
        onChange={(theme) => void save({ theme })}
      />
    </SettingsSection>
  );
}
