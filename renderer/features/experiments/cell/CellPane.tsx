import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type Ref, useState } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useOpenCell } from "../../../stores/experiments/open-cell.ts";
import { Boundary } from "../../../ui/Boundary.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { letterOf, promptWords, titleOf } from "../words/variant-names.ts";
import { CellAnswer } from "./CellAnswer.tsx";
import styles from "./CellPane.module.css";
import { CellRequest } from "./CellRequest.tsx";
import { CellScores } from "./CellScores.tsx";
import { standingWords } from "./cell-standing.ts";
import type { CellViews } from "./cell-views.ts";
import { HumanRating } from "./HumanRating.tsx";

interface CellPaneProps extends CellViews {
  columns: GridColumns;
  /** Nothing more is sent. */
  isOver: boolean;
  /** The row's number in the dataset, where it is known. */
  number: number | undefined;
  labelRef: Ref<HTMLInputElement>;
  /** Opens the cell so many rows further down. */
  onMove(by: number): void;
  onClose(): void;
}

/** One cell with all there is to say of it: answer, differences, scores, a person's rating, what was sent. */
export function CellPane({ columns, isOver, number, labelRef, onMove, onClose, Report, Diff }: CellPaneProps) {
  const detail = useOpenCell((state) => state.detail);
  const record = useOpenCell((state) => state.record);
  const error = useOpenCell((state) => state.error);
  const place = useOpenCell((state) => state.place);
  const [against, setAgainst] = useState<string | null>(null);
  const about = columns.variants.find(({ name }) => name === place?.variant);
  const standing = detail && standingWords(detail, isOver);
  return (
    <section className={styles["pane"]} aria-label="Cell">
      <header className={styles["header"]}>
        {number !== undefined && <span className={styles["number"]}>#{number}</span>}
        {about && (
          <>
            <span className={styles["letter"]}>{letterOf(columns, about.name)}</span>
            <h3 className={styles["title"]} title={`${about.name}: ${about.model}, ${promptWords(about)}`}>
              {titleOf(about, columns)}
            </h3>
          </>
        )}
        {standing && (
          <span className={classNames(styles["standing"], styles[standing.tone])} role="status">
            {standing.text}
          </span>
        )}
        <span className={styles["space"]} />
        <IconButton
          size="small"
          label="Row above"
          shortcut="k"
          icon={<ChevronUp aria-hidden="true" />}
          onClick={() => onMove(-1)}
        />
        <IconButton
          size="small"
          label="Row below"
          shortcut="j"
          icon={<ChevronDown aria-hidden="true" />}
          onClick={() => onMove(1)}
        />
        <IconButton size="small" label="Close" shortcut="escape" icon={<X aria-hidden="true" />} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles["body"]} tabIndex={0} aria-label="What there is to say of the cell">
        {error !== null && (
          <div className={styles["section"]}>
            <ErrorCard {...errorProps(error)} />
          </div>
        )}
        {detail === null ? (
          error === null && <Spinner label="Loading the cell" />
        ) : (
          <Boundary what="This cell" about={detail}>
            <CellAnswer detail={detail} columns={columns} against={against} onAgainst={setAgainst} Diff={Diff} />
            <section className={styles["section"]} aria-label="Scores">
              <HumanRating detail={detail} labelRef={labelRef} />
              <CellScores detail={detail} Report={Report} />
            </section>
            {record && record.id === detail.result.runId && <CellRequest record={record} Report={Report} />}
          </Boundary>
        )}
      </section>
    </section>
  );
}
