import { CircleCheck, CircleX, CloudCog, TriangleAlert } from "lucide-react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { plural } from "../../ui/figures.ts";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { useWhileShown } from "../../ui/use-while-shown.ts";
import styles from "./ProblemList.module.css";

/** What is wrong with the config, as an editor for code lists it: a click goes to the line. */
export function ProblemList({ onGoTo }: { onGoTo(line: number, column: number): void }) {
  const problems = useGateway((state) => state.problems);
  const checking = useGateway((state) => state.checking);
  const checkedPrompts = useGateway((state) => state.checkedPrompts);
  const { check } = useGateway.getState();
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const checkPrompts = {
    id: "check",
    label: "Check with the prompts",
    disabled: checking === "drift",
    onSelect: () => void check(true),
  };
  useWhileShown(offerCommands, commandsOf("Gateway", [checkPrompts]));
  return (
    <section className={styles["panel"]} aria-labelledby="gateway-problems">
      <PanelHeader title="Problems" id="gateway-problems">
        {errors > 0 && <Chip tone="bad">{plural(errors, "error")}</Chip>}
        {warnings > 0 && <Chip tone="warn">{plural(warnings, "warning")}</Chip>}
        <Button
          size="small"
          variant="ghost"
          icon={<CloudCog aria-hidden="true" size={14} />}
          disabled={checkPrompts.disabled}
          title="Also looks at the prompts as they are now; no model is called"
          onClick={checkPrompts.onSelect}
        >
          {checking === "drift" ? "Checking…" : checkPrompts.label}
        </Button>
      </PanelHeader>
      {problems.length === 0 ? (
        <p className={styles["none"]}>
          <CircleCheck aria-hidden="true" />
          {checking !== "no"
            ? "Looking…"
            : checkedPrompts
              ? "Nothing is wrong with this config. Its prompts were looked at too."
              : "Nothing is wrong with this config. Its prompts were not looked at."}
        </p>
      ) : (
        <ul className={styles["list"]}>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.code}:${problem.path}`}>
              <button type="button" className={styles["problem"]} onClick={() => onGoTo(problem.line, problem.column)}>
                <Sign severity={problem.severity} />
                <span>
                  {problem.message} {problem.fix !== "" && <span className={styles["fix"]}>{problem.fix}</span>}
                </span>
                <span className={styles["place"]}>
                  {problem.line}:{problem.column}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Sign({ severity }: { severity: "error" | "warning" }) {
  return severity === "error" ? (
    <CircleX className={styles["error"]} aria-label="Error" role="img" />
  ) : (
    <TriangleAlert className={styles["warning"]} aria-label="Warning" role="img" />
  );
}
