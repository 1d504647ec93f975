import type { ModelPrice } from "@shared/domain/model/price.ts";
import { Pencil, Trash2 } from "lucide-react";
import { formatCount } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { FigureCell, RowHead, Table, TableBox } from "../../ui/Table.tsx";
import styles from "./PricesSection.module.css";

interface PriceTableProps {
  label: string;
  prices: readonly ModelPrice[];
  editLabel?: string;
  onEdit(price: ModelPrice, place: number): void;
  onRemove?(place: number): void;
}

const columns = [
  { title: "Model" },
  ...["In", "Cached", "Out", "As of"].map((title) => ({ title, figures: true })),
  { title: "Source" },
  { title: "" },
];

/** Prices by model, each with its date and source. */
export function PriceTable({ label, prices, editLabel = "Change the price of", onEdit, onRemove }: PriceTableProps) {
  return (
    <TableBox label={label} className={styles["scroll"]}>
      <Table columns={columns}>
        {prices.map((price, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a model may have several prices, told apart by their place
          <tr key={place}>
            <RowHead aside={price.provider}>{price.model}</RowHead>
            <FigureCell>{dollars(price.input)}</FigureCell>
            <FigureCell>{dollars(price.cachedInput)}</FigureCell>
            <FigureCell>{dollars(price.output)}</FigureCell>
            <FigureCell>{price.asOf}</FigureCell>
            <td className={styles["source"]} title={sourceText(price)}>
              {sourceText(price)}
            </td>
            <td className={styles["buttons"]}>
              <IconButton
                size="small"
                label={`${editLabel} ${price.model}`}
                icon={<Pencil aria-hidden="true" />}
                onClick={() => onEdit(price, place)}
              />
              {onRemove && (
                <IconButton
                  size="small"
                  label={`Remove the price of ${price.model}`}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => onRemove(place)}
                />
              )}
            </td>
          </tr>
        ))}
      </Table>
    </TableBox>
  );
}

/** Where a price is from, after the number of input tokens up to which it holds. */
function sourceText({ source, upToInputTokens }: ModelPrice): string {
  return upToInputTokens === undefined ? source : `up to ${formatCount(upToInputTokens)} input · ${source}`;
}

function dollars(price: number | undefined): string {
  return price === undefined ? "—" : `$${price}`;
}
