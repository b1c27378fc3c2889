import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./pages/pages.css";
import { AppError } from "../src/core/errors.ts";
import { ToastProvider } from "./design/toast.tsx";
import { router } from "./router.tsx";
import { LiveProvider } from "./state/server-events.tsx";
import { ThemeProvider } from "./state/theme.tsx";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // the server's own answer does not change by asking again; a lost connection may come back
      retry: (failures, error) => !(error instanceof AppError) && failures < 2,
    },
  },
});

/** Shows the dashboard in an element of the page. */
export function startApp(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ThemeProvider>
          <ToastProvider>
            <LiveProvider>
              <RouterProvider router={router} />
            </LiveProvider>
          </ToastProvider>
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
