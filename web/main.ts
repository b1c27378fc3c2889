import { config } from "zod";

// zod tries whether it may compile code, which the content security policy would report: told before any schema is made
config({ jitless: true });

const root = document.getElementById("root");
if (root !== null) {
  const { startApp } = await import("./app.tsx");
  startApp(root);
}
