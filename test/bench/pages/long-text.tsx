import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { MarkdownText } from "../../../renderer/features/playground/text/MarkdownText.tsx";
import { PlainText } from "../../../renderer/features/playground/text/PlainText.tsx";
import "../../../renderer/theme.css";

/** Tasks of the window's thread over 50 ms while a text came in. Milliseconds. */
export interface LongTasks {
  sum: number;
  longest: number;
  characters: number;
}

declare global {
  interface Window {
    /** Streams the text in so many seconds, drawn as `form` says. */
    streamText(form: Form, seconds: number): Promise<LongTasks>;
    /** Milliseconds from the switch from plain text to Markdown until the next frame is painted. */
    toggleText(form: "ours" | "naive"): Promise<number>;
  }
}

type Form = "plain" | "ours" | "naive";

const words = "the refund of an order that came too late is paid back within five days and told by mail".split(" ");
const wordAt = (index: number) => words[(index * 7) % words.length] ?? "";

/** 20 000 words: headings, paragraphs with emphasis and code, lists, code blocks and small tables. */
function textOf(count: number): string {
  const parts: string[] = [];
  for (let word = 0; word < count; word += 100) {
    const said = Array.from({ length: 60 }, (_, index) => {
      const text = wordAt(word + index);
      return index % 13 === 0 ? `**${text}**` : index % 17 === 0 ? `\`${text}\`` : text;
    });
    const items = Array.from({ length: 8 }, (_, index) => `- ${wordAt(word + index)} ${wordAt(index)} and ${index}`);
    parts.push(`## Part ${word / 100 + 1}`, said.join(" "), items.join("\n"));
    if (word % 500 === 0) parts.push("```ts\nconst paid = refund(order);\n```", "| a | b |\n| - | - |\n| 1 | 2 |");
  }
  return `${parts.join("\n\n")}\n`;
}

const text = textOf(20_000);
const element = document.getElementById("root");
if (!element) throw new Error("no root");
element.style.cssText = "height: 700px; width: 700px; overflow: auto";
const box = element;
let show: (shown: { form: Form; text: string; streaming: boolean }) => void = () => {};

function Page() {
  const [shown, setShown] = useState<{ form: Form; text: string; streaming: boolean }>({
    form: "plain",
    text: "",
    streaming: false,
  });
  show = setShown;
  if (shown.form === "naive") return <Markdown remarkPlugins={[remarkGfm]}>{shown.text}</Markdown>;
  const Text = shown.form === "ours" ? MarkdownText : PlainText;
  return <Text text={shown.text} streaming={shown.streaming} />;
}

createRoot(box).render(<Page />);

const nextFrame = () => new Promise(requestAnimationFrame);

/** Once the frame that comes has been painted. */
async function painted(): Promise<void> {
  await nextFrame();
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    port2.onmessage = () => resolve();
    port1.postMessage(null);
  });
}

/** The parser's code is there and warm for both. */
async function warmUp(): Promise<void> {
  for (const form of ["ours", "naive", "plain"] as const) {
    show({ form, text: textOf(400), streaming: false });
    await painted();
    // Emphasis stands there as an element once the parser has come.
    while (form !== "plain" && box.querySelector("strong") === null) await nextFrame();
  }
}

window.streamText = async (form, seconds) => {
  await warmUp();
  let sum = 0;
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      sum += duration - 50;
      longest = Math.max(longest, duration);
    }
  });
  observer.observe({ type: "longtask" });
  const startedAt = performance.now();
  for (let share = 0; share < 1; ) {
    share = Math.min(1, (performance.now() - startedAt) / 1000 / seconds);
    const upTo = Math.floor(text.length * share);
    flushSync(() => show({ form, text: text.slice(0, upTo), streaming: share < 1 }));
    box.scrollTop = box.scrollHeight;
    await nextFrame();
  }
  await painted();
  observer.disconnect();
  return { sum, longest, characters: text.length };
};

window.toggleText = async (form) => {
  await warmUp();
  show({ form: "plain", text, streaming: false });
  await painted();
  await painted();
  const startedAt = performance.now();
  flushSync(() => show({ form, text, streaming: false }));
  await painted();
  return performance.now() - startedAt;
};
