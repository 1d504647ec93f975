/** The one thing of Vite that the engine's build uses; Vite's own types would bring the DOM along. */
interface ImportMeta {
  glob<Value>(pattern: string, options: { eager: true; import: string }): Record<string, Value>;
}
