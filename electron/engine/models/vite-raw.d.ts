/** Vite gives a file with this at its end as text: parsed when it is needed, not when the engine starts. */
declare module "*.json?raw" {
  const text: string;
  export default text;
}
