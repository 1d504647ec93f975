import { baseOf, type SetupVariant, variantLetter } from "@shared/domain/experiment/setup/setup-draft.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { Ellipsis } from "lucide-react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import {
  contentOf,
  promptKeyOf,
  promptTitle,
  useSetupPrompts,
} from "../../../../stores/experiments/setup/setup-prompts.ts";
import { duplicateVariant, removeVariant } from "../../../../stores/experiments/setup/variant-edits.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Chip } from "../../../../ui/Chip.tsx";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Menu } from "../../../../ui/Menu.tsx";
import { VisuallyHidden } from "../../../../ui/VisuallyHidden.tsx";
import { parameterWords } from "./parameter-words.ts";
import { VariantForm } from "./VariantForm.tsx";
import styles from "./Variants.module.css";

interface VariantRowProps {
  variant: SetupVariant;
  index: number;
  open: boolean;
  onOpen(open: boolean): void;
}

/** One variant in a line, and below it what it is made of while it is open. */
export function VariantRow({ variant, index, open, onOpen }: VariantRowProps) {
  const views = useSetupPrompts((state) => state.views);
  const isBase = useSetup((state) => baseOf(state.draft) === variant.id);
  const several = useSetup((state) => state.draft.variants.length > 1);
  const change = useSetup((state) => state.change);
  const { name, version } = promptTitle(variant.prompt, views);
  const config = contentOf(variant.prompt, views)?.config;
  const own = isJsonObject(config) ? config : {};
  const configModel = typeof own["model"] === "string" ? own["model"] : undefined;
  const model = variant.model ?? configModel;
  const shortModel = model?.slice(model.indexOf("/") + 1) ?? "";
  const view = views[promptKeyOf(variant.prompt)];
  const letter = variantLetter(index);
  return (
    <li className={styles["item"]}>
      <div className={styles["row"]}>
        <button type="button" className={styles["open"]} aria-expanded={open} onClick={() => onOpen(!open)}>
          <VisuallyHidden>Variant</VisuallyHidden>
          <span className={styles["letter"]}>{letter}</span>
          <span className={styles["model"]} title={model}>
            {variant.name ?? variant.prompt.answers ?? (model ? shortModel : "no model yet")}
          </span>
          <Chip title={name}>{version}</Chip>
          {isBase && several && <Chip tone="accent">base</Chip>}
          <span className={styles["parameters"]}>
            {[variant.name === undefined ? "" : shortModel, parameterWords(own, variant)]
              .filter((part) => part !== "")
              .join(" · ")}
          </span>
        </button>
        <Menu
          align="end"
          label={`Variant ${letter}`}
          trigger={
            <IconButton size="small" label={`More for variant ${letter}`} icon={<Ellipsis aria-hidden="true" />} />
          }
          entries={[
            { id: "edit", label: open ? "Close" : "Change", onSelect: () => onOpen(!open) },
            {
              id: "copy",
              label: "Duplicate",
              detail: "To change one thing at a time",
              onSelect: () => change((draft) => duplicateVariant(draft, variant.id)),
            },
            {
              id: "base",
              label: "Make it the base",
              detail: "The others are judged against it",
              disabled: isBase,
              onSelect: () => change((draft) => ({ ...draft, base: variant.id })),
            },
            { id: "line", separator: true },
            { id: "remove", label: "Remove", onSelect: () => change((draft) => removeVariant(draft, variant.id)) },
          ]}
        />
      </div>
      {view?.error && (
        <p className={styles["problem"]} role="alert">
          {view.error.message}{" "}
          <Button size="small" onClick={() => useSetupPrompts.getState().askAgain(variant.prompt)}>
            Try again
          </Button>
        </p>
      )}
      {open && <VariantForm variant={variant} letter={letter} configModel={configModel} />}
    </li>
  );
}
