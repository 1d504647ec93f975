export * from "../domain/error-texts.ts";
