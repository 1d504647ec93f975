import { audioOf } from "@shared/domain/run/answer-extras.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { useMemo } from "react";

/** OpenAI's own for streams: 24 kHz, one channel, 16 bits. */
const pcmRate = 24_000;

interface AnswerAudioProps {
  output: RunOutput;
  /** As it was asked for, e.g. `wav`, `mp3` or `pcm16`. */
  format: string | undefined;
}

/** The sound of an answer, to be played; its words stand in the text. */
export function AnswerAudio({ output, format = "wav" }: AnswerAudioProps) {
  const data = output.order ? audioOf(output)?.data : undefined;
  const source = useMemo(() => (data === undefined ? undefined : sourceOf(data, format)), [data, format]);
  if (source === undefined) return null;
  return (
    // biome-ignore lint/a11y/useMediaCaption: the words are the answer's text beside it
    <audio controls src={source} aria-label="The answer, spoken" />
  );
}

function sourceOf(data: string, format: string): string {
  if (format !== "pcm16") return `data:audio/${format === "mp3" ? "mpeg" : format};base64,${data}`;
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  const bytes = Math.floor(((data.length - padding) * 3) / 4);
  return `data:audio/wav;base64,${btoa(wavHead(bytes))}${data}`;
}

/** A chunk that nobody reads makes the head 54 bytes long: base64 writes that without padding, and the sound's own can follow. */
function wavHead(bytes: number): string {
  const number = (value: number, size: number) =>
    Array.from({ length: size }, (_, index) => String.fromCharCode((value >>> (8 * index)) & 0xff)).join("");
  const form = `fmt ${number(16, 4)}${number(1, 2)}${number(1, 2)}${number(pcmRate, 4)}${number(pcmRate * 2, 4)}${number(2, 2)}${number(16, 2)}`;
  const filling = `JUNK${number(2, 4)}${number(0, 2)}`;
  return `RIFF${number(46 + bytes, 4)}WAVE${form}${filling}data${number(bytes, 4)}`;
}
