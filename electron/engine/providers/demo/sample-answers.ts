/** The words of a request that a sample takes up, so that filled variables visibly matter. */
export interface Topic {
  /** The first words of the last user message. */
  excerpt: string;
  /** Its most telling word, and the next. */
  first: string;
  second: string;
}

export interface SampleAnswer {
  reasoning?: string;
  text: string;
}

/** Opens every sample, so that nobody takes one for a model's answer. */
export const sampleNotice = "Sample answer — no model was called.";

type Sample = (topic: Topic) => SampleAnswer;

const stories: readonly Sample[] = [
  ({ first, second }) => ({
    text: `On the last evening before the harvest, a letter arrived that said only one word: **${first}**. The postmaster turned it over twice. In forty years he had carried bad news, good news and a live goose, but never a word on its own.

He asked the miller, who shrugged. He asked the teacher, who thought it might have to do with ${second}. By nightfall the whole village was at the well, each with a theory and none with a lantern.

It was the smallest child who read it aloud the right way: not as an answer but as a question. And because nobody could refuse a child, they stayed until morning and told each other everything they knew about it.

The letter still hangs in the post office. Visitors ask what it means. The postmaster says: *sit down, this takes a while.*`,
  }),
  ({ first, second, excerpt }) => ({
    text: `The radio operator had heard stranger requests. “${excerpt}”, the voice from the ship said, and then only static.

She wrote *${first}* at the top of the page, underlined it, and began to turn the dial. At 4.2 megahertz there was a lighthouse reciting tides. At 6.8 a choir. At 9.1, faint as breath on a window, somebody was explaining ${second} to somebody who did not want to understand.

She listened for an hour. Then she pressed the key and sent back the one thing she was sure of: that she had heard them, and that she would be here tomorrow at the same time.

The static changed. It was not an answer, but it was no longer alone.`,
  }),
  ({ first, second }) => ({
    text: `Nobody had ordered the ${first}. It stood on the kitchen table between the bread and the unpaid bills, and it hummed.

“Return it,” said Ines. “To whom?” said Tomás.

They looked for a label and found, in very small print, the word *${second}*. It was not a maker either of them knew. They put a cloth over it. It hummed through the cloth.

In the third week they noticed that the bread no longer went stale near it, and that they had begun to talk at breakfast. In the fourth they took the cloth off. In the fifth a neighbour came to ask, a little shyly, whether they might have one to spare.`,
  }),
];

const documents: readonly Sample[] = [
  ({ first, second, excerpt }) => ({
    text: `## In short

You asked: *“${excerpt}”*. The parts that decide the outcome are **${first}** and **${second}**; everything else follows from them.

| Aspect | What to look at | Weight |
| --- | --- | --- |
| ${first} | Is it named plainly and once? | high |
| ${second} | Does an example show it? | high |
| Length | Can any sentence go? | medium |
| Tone | Does it fit the reader? | low |

### Next steps

1. Write down what a good answer must contain.
2. Try two versions of the prompt on the same values.
3. Keep the one whose *worst* answer is better.

\`\`\`json
{ "topic": "${first}", "related": ["${second}"], "sample": true }
\`\`\``,
  }),
  ({ first, second }) => ({
    text: `## ${capital(first)}: a checklist

- [x] The goal is one sentence
- [x] Every variable has a value
- [ ] ${capital(second)} is explained to somebody new
- [ ] The answer says when it does not know

### Why it matters

> A prompt is a brief for a colleague who has read everything and met nobody.

Say who is reading, say what is at stake with **${first}**, and give *one* example. Two examples are read as a rule; three are read as a limit.

### Worth a second look

1. Is \`${second}\` a name, or should it be a variable?
2. What should happen when it is empty?`,
  }),
  ({ first, second, excerpt }) => ({
    text: `### Summary

**Request.** ${excerpt}

**Finding.** The request is clear about *${first}* and leaves *${second}* open.

### Options

| | Option A | Option B |
| --- | --- | --- |
| Treats ${first} as | a fact | a question |
| Needs | one pass | two passes |
| Risk | misses ${second} | takes longer |

### Recommendation

Start with **A**. Change to **B** as soon as two readers disagree about what the answer means.`,
  }),
];

const thoughts: readonly Sample[] = [
  ({ first, second, excerpt }) => ({
    reasoning: `The message says: “${excerpt}”. Two things stand out: ${first} and ${second}. First I check whether one of them already answers the other. It does not, so they have to be looked at in turn. If ${first} is given, what is left open? Only the order. Let me try the simplest order and see whether anything contradicts it. Nothing does.`,
    text: `Taken in order:

1. **${capital(first)}** comes first, because the rest depends on it.
2. **${capital(second)}** then has only one place left.
3. What remains is detail and can be decided later.

So the answer is to begin with ${first} and to let ${second} follow.`,
  }),
  ({ first, second }) => ({
    reasoning: `Let me restate the task. Something is asked about ${first}. A quick guess would be to treat ${second} as the cause, but it could as well be the effect. Test: remove ${second}. Does ${first} still make sense? Yes. So ${second} is not the cause. Remove ${first} instead: nothing is left to explain. That settles the direction.`,
    text: `${capital(first)} explains ${second}, and not the other way round.

**How to see it:** leave ${second} out, and the question still stands. Leave ${first} out, and there is no question.

**How sure:** as sure as a sample can be that was written beforehand.`,
  }),
];

/** The sample models and what each can say. */
export const sampleModels: Readonly<Record<string, readonly Sample[]>> = {
  storyteller: stories,
  markdown: documents,
  reasoner: thoughts,
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
