export * from "../domain/app-failure.ts";
