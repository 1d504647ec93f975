const dateOrLatest = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest)$/;

/** A model's name without the date or `-latest` at its end. */
export function withoutDate(model: string): string {
  return model.replace(dateOrLatest, "");
}
