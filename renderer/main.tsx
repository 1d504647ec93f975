import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { connect } from "./client/connect.ts";
import { withPictures } from "./client/pictures.ts";
import { startAnew } from "./start-anew.ts";
import { initStores } from "./stores/client.ts";
import { useConnection } from "./stores/connection.ts";
import "./theme.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
initStores(
  withPictures(
    connect(
      () => void useConnection.getState().look(),
      () => void startAnew(() => location.reload()),
    ),
  ),
);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
