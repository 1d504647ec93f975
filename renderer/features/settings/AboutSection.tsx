import { useState } from "react";
import { useApp } from "../../stores/app.ts";
import { Button } from "../../ui/Button.tsx";
import form from "./form.module.css";
import { LicencesDialog } from "./LicencesDialog.tsx";
import { SettingsSection } from "./SettingsSection.tsx";

/** Which Promptscope this is, what it sends on its own (nothing), and whose work is inside. */
export function AboutSection() {
  const info = useApp((state) => state.info);
  const [showsLicences, setShowsLicences] = useState(false);
  if (info === null) return null;
  return (
    <SettingsSection id="about" title="About">
      <p className={form["note"]}>
        Promptscope {info.version}, {info.host === "desktop" ? "desktop app" : "served to this browser"} on{" "}
        {info.platform}. It talks to the Langfuse project and the providers set up here, and to nobody else: no
        telemetry, and nobody is asked for a newer version unless you ask.
      </p>
      <div>
        <Button size="small" onClick={() => setShowsLicences(true)}>
          Licences of what is inside
        </Button>
      </div>
      <LicencesDialog open={showsLicences} onClose={() => setShowsLicences(false)} />
    </SettingsSection>
  );
}
