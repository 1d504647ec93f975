import { Download } from "lucide-react";
import { Button } from "../../../ui/Button.tsx";

/** Takes the results away as a file. */
export function ExportMenu({ jobId, title }: { jobId: string; title: string }) {
  return (
    <Button icon={<Download aria-hidden="true" size={14} />} title={`${title} ${jobId}`}>
      Export
    </Button>
  );
}
