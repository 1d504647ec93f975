import type { AppError } from "@shared/domain/error/error.ts";
import { errorProps } from "../../stores/error-props.ts";
import { ErrorCard } from "../../ui/ErrorCard.tsx";

/** What a form's last action failed with, where the form stands. */
export function Failure({ error }: { error: AppError | null }) {
  return error === null ? null : <ErrorCard {...errorProps(error)} />;
}
