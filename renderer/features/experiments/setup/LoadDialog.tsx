import type { Finding } from "@shared/domain/experiment/read-experiment.ts";
import { useEffect, useRef, useState } from "react";
import { type LoadedSetup, placed, useLoadSetup } from "../../../stores/experiments/setup/load-setup.ts";
import { Button } from "../../../ui/Button.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { FileInput } from "../../../ui/FileInput.tsx";
import { plural } from "../../../ui/figures.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./LoadDialog.module.css";

/** Reads a set-up: a file's text, or a path where it names other files; what it leaves out is told and needs one yes. */
export function LoadDialog({ title, onClose }: { title: string; onClose(): void }) {
  const { loading, loaded, error, loadText, loadPath, takeRest, runFile, reset } = useLoadSetup();
  const [path, setPath] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => reset, [reset]);
  const closeWhen = (done: boolean) => {
    if (done) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={loaded ? titleOf(loaded) : title}
      footer={
        <>
          <Button variant="ghost" onClick={loaded ? reset : onClose}>
            {loaded ? "Back" : "Cancel"}
          </Button>
          {loaded?.kind === "asks" && (
            <Button
              variant="primary"
              data-autofocus
              onClick={() => {
                takeRest();
                onClose();
              }}
            >
              Take the rest
            </Button>
          )}
          {loaded?.kind === "runnable" && (
            <Button variant="primary" disabled={loading} onClick={() => void runFile().then(closeWhen)}>
              {runLabel(loaded.file.refusals)}
            </Button>
          )}
        </>
      }
    >
      {loading && <Spinner label="Reading the file" />}
      {error && <p role="alert">{error.message}</p>}
      {loaded ? (
        <Found loaded={loaded} />
      ) : (
        <form
          className={styles["ways"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (path.trim() !== "") void loadPath(path.trim()).then(closeWhen);
          }}
        >
          <p>
            An experiment.yaml, a promptfooconfig.yaml of the common kind, or a store of promptscope experiment run.
            Nothing in it is run, and no key in it is read.
          </p>
          <div>
            <Button data-autofocus onClick={() => input.current?.click()}>
              Choose a file…
            </Button>
            <FileInput
              ref={input}
              label="File with a set-up"
              accept=".yaml,.yml,.json"
              onFile={(file) =>
                void file
                  .text()
                  .then((text) => loadText(file.name, text))
                  .then(closeWhen)
              }
            />
          </div>
          <Field
            label="Or its path on this machine"
            hint="Needed where it names other files (those below its folder are read, no others), and for a store, such as .promptscope/experiments.db: its experiments come into the list."
          >
            {(control) => (
              <span className={styles["path"]}>
                <TextField
                  {...control}
                  mono
                  value={path}
                  placeholder="/home/me/project/promptfooconfig.yaml"
                  onChange={setPath}
                />
                <Button type="submit" disabled={path.trim() === "" || loading}>
                  Read
                </Button>
              </span>
            )}
          </Field>
        </form>
      )}
    </Dialog>
  );
}

function titleOf(loaded: LoadedSetup): string {
  if (loaded.kind === "errors") return `${loaded.name} cannot be used`;
  if (loaded.kind === "asks") return `Parts of ${loaded.name} are left out`;
  return `${loaded.name} says more than a set-up`;
}

function Found({ loaded }: { loaded: LoadedSetup }) {
  if (loaded.kind === "errors") return <Lines lines={loaded.lines} />;
  const { refusals: found } = loaded.kind === "asks" ? loaded.reading : loaded.file;
  const refusals = found.filter((one) => !isCode(one)).map(placed);
  const code = found.filter(isCode);
  return (
    <>
      {loaded.kind === "runnable" && (
        <p>
          {loaded.file.runnable.title}: {plural(loaded.file.runnable.rows, "row")} ×{" "}
          {plural(loaded.file.runnable.variants.length, "variant")}. It cannot be changed here, and runs as its file
          says.
        </p>
      )}
      {refusals.length > 0 && (
        <p>
          What is left out is not checked and not asked: a row can pass that would not pass with it. The rest is read.
        </p>
      )}
      <Lines lines={refusals} />
      {code.length > 0 && (
        <>
          <p>
            Code of files beside it would run here, shut off from the network and from files. Look at it before you run
            it.
          </p>
          {code.map((one) => {
            const [head = "", ...lines] = placed(one).split("\n");
            return (
              <div key={head}>
                <p>{head}</p>
                <CodeBlock label={head} text={lines.join("\n")} />
              </div>
            );
          })}
        </>
      )}
    </>
  );
}

const isCode = ({ code }: Finding) => code === "code-from-file";

function runLabel(refusals: readonly Finding[]): string {
  const leavesOut = refusals.some((one) => !isCode(one));
  if (refusals.some(isCode)) return leavesOut ? "Run this code, without the rest" : "Run it with this code";
  return leavesOut ? "Run without them" : "Run it as it is";
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles["list"]}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
