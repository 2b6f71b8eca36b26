import "./design/mantine.css";
import "./design/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.ts";
import { colorScheme, theme } from "./design/theme.ts";
import { startLanguages } from "./language/i18n.ts";
import { router } from "./router.tsx";
import { sessionQuery } from "./session/session.ts";

/** Whoever had a session is told that it ended; whoever never had one just signs in. Both come back to where they were. */
function onSignedOut(): void {
  const { pathname, href } = router.state.location;
  if (pathname === "/sign-in") return;
  const hadSession = queryClient.getQueryData(sessionQuery.queryKey) !== undefined;
  const search = { return_to: href, ...(hadSession ? { error: "SESSION_EXPIRED" } : {}) };
  // Only when no page asks any more is what it knew forgotten; else it would ask again at once.
  void router.navigate({ to: "/sign-in", search }).then(() => queryClient.clear());
}

const queryClient = createQueryClient(onSignedOut);
const root = document.getElementById("vivero");
if (!root) throw new Error("The page has no place for Vivero.");

await startLanguages();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
