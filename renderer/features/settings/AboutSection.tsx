import { useApp } from "../../stores/app.ts";
import form from "./form.module.css";
import { SettingsSection } from "./SettingsSection.tsx";

/** Which Promptscope this is and what it sends on its own: nothing. */
export function AboutSection() {
  const info = useApp((state) => state.info);
  if (info === null) return null;
  return (
    <SettingsSection id="about" title="About">
      <p className={form["note"]}>
        Promptscope {info.version}, {info.host === "desktop" ? "desktop app" : "served to this browser"} on{" "}
        {info.platform}. It talks to the Langfuse project and the providers set up here, and to nobody else: no
        telemetry, no update check.
      </p>
    </SettingsSection>
  );
}
