import { EyeOff, FlaskConical, GitCompareArrows, PanelBottom, Play, Plus, Share, Square } from "lucide-react";
import { useCommandKey } from "../../../stores/command-key.ts";
import { type CommandId, commandInfo, useCommands } from "../../../stores/commands.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { mostVariants } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { anyRunning, useRuns } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { shortcutSigns } from "../../../ui/shortcut-text.ts";
import { useInspectorPlace } from "../inspector/inspector-place.ts";
import { MissingNote } from "./MissingNote.tsx";
import { RepetitionsMenu } from "./RepetitionsMenu.tsx";
import { SpendNote } from "./SpendNote.tsx";
import styles from "./VariantsArea.module.css";

/** What is done with all variants: run, stop, repeat, add, compare; and the switch of the inspector. */
export function RunBar() {
  const run = useCommands((state) => state.run);
  const count = useDraft((state) => state.draft.variants.length);
  const addHint = useKeyHint("variant.add");
  const diffHint = useKeyHint("outputs.diff");
  const inspectorOpen = useInspectorPlace().place !== "closed";
  const diffing = useCompare((state) => state.diffing);
  const blind = useCompare((state) => state.blind !== null);
  return (
    <div className={styles["bar"]}>
      <RunButton several={count > 1} />
      <MissingNote />
      <RepetitionsMenu />
      <Button
        className={styles["less"]}
        icon={<Plus aria-hidden="true" />}
        aria-label="Add variant"
        title={count >= mostVariants ? `${mostVariants} variants at most` : addHint}
        disabled={count >= mostVariants || blind}
        onClick={() => run("variant.add")}
      >
        <span className={styles["long"]}>Add variant</span>
      </Button>
      {count > 1 && (
        <Button
          variant="ghost"
          icon={<GitCompareArrows aria-hidden="true" />}
          aria-label="Diff outputs"
          title={diffHint}
          aria-pressed={diffing}
          className={classNames(styles["less"], diffing && styles["pressed"])}
          disabled={blind}
          onClick={() => run("outputs.diff")}
        >
          <span className={styles["long"]}>Diff outputs</span>
        </Button>
      )}
      <span className={styles["spacer"]} />
      <SpendNote />
      {count > 1 && <Chip className={styles["count"]}>{plural(count, "variant")}</Chip>}
      {count > 1 && (
        <IconButton
          className={styles["rare"]}
          label="Share as a page"
          icon={<Share aria-hidden="true" />}
          disabled={blind}
          onClick={() => run("comparison.share")}
        />
      )}
      {count > 1 && (
        <IconButton
          className={styles["rare"]}
          label={blind ? "End the blind vote" : "Blind vote: hide who wrote what"}
          aria-pressed={blind}
          icon={<EyeOff aria-hidden="true" />}
          onClick={() => run("vote.blind")}
        />
      )}
      <IconButton
        className={styles["rare"]}
        label="Experiment with these: which is better, and is the difference real"
        icon={<FlaskConical aria-hidden="true" />}
        disabled={blind}
        onClick={() => run("experiment.fromPlayground")}
      />
      <IconButton
        label={inspectorOpen ? "Hide the inspector" : "Show the inspector"}
        shortcut={commandInfo("inspector.toggle").shortcut}
        aria-pressed={inspectorOpen}
        icon={<PanelBottom aria-hidden="true" />}
        onClick={() => run("inspector.toggle")}
      />
    </div>
  );
}

/** The key of a command as this host has it, for a button with no room for it. */
function useKeyHint(command: CommandId): string {
  const { title } = commandInfo(command);
  const shortcut = useCommandKey(command);
  return shortcut === undefined ? title : `${title} (${shortcutSigns(shortcut)})`;
}

function RunButton({ several }: { several: boolean }) {
  const run = useCommands((state) => state.run);
  const running = useRuns(anyRunning);
  const waiting = useCompare((state) => state.waitingForPrompt);
  if (running) {
    return (
      <Button
        variant="primary"
        icon={<Square aria-hidden="true" />}
        shortcut={commandInfo("run.stop").shortcut}
        onClick={() => run("run.stop")}
      >
        {several ? "Stop all" : "Stop"}
      </Button>
    );
  }
  return (
    <Button
      variant="primary"
      icon={waiting ? <Spinner label="Waiting for the prompt" /> : <Play aria-hidden="true" />}
      shortcut={commandInfo("run.start").shortcut}
      disabled={waiting}
      onClick={() => run("run.start")}
    >
      {several ? "Run all" : "Run"}
    </Button>
  );
}
