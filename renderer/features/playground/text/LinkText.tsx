import type { ReactNode } from "react";
import { useView } from "../../../stores/view.ts";
import styles from "./text.module.css";

/** The host a link leads to, or undefined for an address that is not opened (`README.md#links-and-images`). */
export function linkHost(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  const web = url.protocol === "https:" || url.protocol === "http:";
  return web && url.username === "" && url.password === "" ? url.host : undefined;
}

/** A link of an answer: says where it leads and asks before it opens. Other schemes than the web's stay text. */
export function LinkText({ href, children }: { href: string; children: ReactNode }) {
  const askToOpen = useView((state) => state.askToOpen);
  const host = linkHost(href);
  if (host === undefined) {
    return (
      <span>
        {children} <span className={styles["host"]}>({href || "no address"})</span>
      </span>
    );
  }
  return (
    <>
      <button type="button" className={styles["link"]} title={href} onClick={() => askToOpen(href)}>
        {children}
      </button>{" "}
      <span className={styles["host"]}>({host})</span>
    </>
  );
}
