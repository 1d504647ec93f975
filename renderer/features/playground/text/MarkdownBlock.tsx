import { sourceLink } from "@shared/domain/run/shown-text.ts";
import { Children, memo, type ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { mayNeedGfm } from "./gfm-signs.ts";
import { InvisibleText } from "./InvisibleText.tsx";
import { LinkText } from "./LinkText.tsx";
import { SourceMark } from "./SourceMark.tsx";
import styles from "./text.module.css";

/** Badges invisible characters in the text children of an element. */
function withBadges(children: ReactNode): ReactNode {
  return Children.map(children, (child) => (typeof child === "string" ? <InvisibleText text={child} /> : child));
}

/** Images are never loaded: fetching one tells its server what the answer says. The address is shown instead. */
function ImageAddress({ src, alt }: { src?: string | Blob | undefined; alt?: string | undefined }) {
  const address = typeof src === "string" ? src : "";
  return (
    <span className={styles["image"]} title="Images are not loaded">
      {alt ? `Image “${alt}” ` : "Image "}
      <code>{address}</code>
    </span>
  );
}

const components: Components = {
  // The box of a task: what it stands for is said beside it, its state by its name.
  input: ({ checked }) => (
    <input type="checkbox" disabled checked={checked === true} aria-label={checked ? "done" : "to do"} />
  ),
  a: ({ href = "", children }) => {
    const number = sourceLink.exec(href)?.[1];
    return number === undefined ? (
      <LinkText href={href}>{withBadges(children)}</LinkText>
    ) : (
      <SourceMark number={Number(number)} />
    );
  },
  img: ({ src, alt }) => <ImageAddress src={src} alt={alt} />,
  p: ({ children }) => <p dir="auto">{withBadges(children)}</p>,
  li: ({ children }) => <li dir="auto">{withBadges(children)}</li>,
  td: ({ children }) => <td dir="auto">{withBadges(children)}</td>,
  th: ({ children }) => <th dir="auto">{withBadges(children)}</th>,
  code: ({ children }) => <code>{withBadges(children)}</code>,
  em: ({ children }) => <em>{withBadges(children)}</em>,
  strong: ({ children }) => <strong>{withBadges(children)}</strong>,
  // Headings of an answer are not headings of the page.
  h1: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  h2: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  h3: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  h4: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  h5: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  h6: ({ children }) => (
    <p className={styles["heading"]} dir="auto">
      {withBadges(children)}
    </p>
  ),
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/useSemanticElements: as a region every table of every answer would be a landmark of the page
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className={styles["table"]} role="group" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
};

const gfm = [remarkGfm];
const none: typeof gfm = [];

/** One block of Markdown through an AST renderer: no raw HTML, no images, links ask before they open. */
const MarkdownBlock = memo(function MarkdownBlock({ text }: { text: string }) {
  return (
    <Markdown remarkPlugins={mayNeedGfm(text) ? gfm : none} components={components}>
      {text}
    </Markdown>
  );
});
export default MarkdownBlock;
