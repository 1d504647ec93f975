import * as z from "zod";
import { jsonValueSchema } from "../json/json.ts";

/** A part of a multi-part content array in the OpenAI chat form (`text`, `image_url`, …); other keys are kept. */
const contentPartSchema = z.looseObject({ type: z.string() });

const toolCallSchema = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
export type ToolCall = z.infer<typeof toolCallSchema>;

/** A call of a tool whose input is text and no JSON. */
const customToolCallSchema = z.looseObject({
  id: z.string(),
  type: z.literal("custom"),
  custom: z.object({ name: z.string(), input: z.string() }),
});
export type CustomToolCall = z.infer<typeof customToolCallSchema>;

/**
 * A message in the OpenAI chat form, the product's own; APIs translate from it.
 * Unknown keys are kept: what a prompt or a placeholder says is what is sent.
 */
export const messageSchema = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(contentPartSchema), z.null()]).optional(),
  name: z.string().optional(),
  tool_calls: z.array(z.discriminatedUnion("type", [toolCallSchema, customToolCallSchema])).optional(),
  tool_call_id: z.string().optional(),
});
export type Message = z.infer<typeof messageSchema>;
export const messageListSchema = z.array(messageSchema);

/** A value for a placeholder: normally a list of messages; anything else is kept so that compile can say what happens. */
export const placeholderValueSchema = jsonValueSchema;
