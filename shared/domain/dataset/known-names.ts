/** Names of columns whose meaning is known, in the form of `normalisedName`. */

/** Compatibility forms, case, marks, invisible characters and everything but letters and digits make no difference. */
export function normalisedName(name: string): string {
  const folded = name.normalize("NFKC").toLowerCase().normalize("NFD");
  return folded.replace(/[^\p{L}\p{N}]/gu, "");
}

const normalised = (names: string) => new Set(names.trim().split(/\s+/).map(normalisedName));

/** What answer is right. */
export const expectedNames = normalised(`
  expected expected_output expected_answer expected_response expected_result ground_truth reference reference_answer
  reference_output ideal ideal_output target target_output gold golden gold_answer correct_answer correct_output
  erwartet soll soll_antwort antwort`);
/** These say so only where nothing of the above does, and only as a whole name. */
export const answerNames = normalised("answer completion output outputs label");
/** Below `item.` and `row.`, what is right may stand under one of these. */
export const nestedAnswerNames = normalised("answer completion output outputs label correct_label");
/** Answers that somebody has already: to be scored, never what is right. */
export const answeredNames = normalised(
  "actual_output actual response prediction predicted model_output model_answer earlier_answer earlier_output",
);
export const idNames = normalised(
  "id item_id example_id unique_id custom_id row_id question_id test_id no nr number uuid",
);
export const groupNames = normalised(`
  group group_id conversation_id conversation session_id session thread_id thread trace_id doc_id document_id chat_id
  dialog_id user_id`);
export const inputNames = normalised("input inputs question query prompt text ticket message value user_input");

/** Whether a name is one of these, or one of a tool's own. */
export function isKnownName(name: string): boolean {
  const key = normalisedName(name);
  const sets = [expectedNames, answerNames, answeredNames, idNames, groupNames, inputNames];
  return name.trim().startsWith("__") || sets.some((set) => set.has(key));
}
