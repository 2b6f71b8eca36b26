import { useDisclosure, useNetwork } from "@mantine/hooks";
import { IconWifiOff } from "@tabler/icons-react";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listenToKeys, useShortcuts } from "../keyboard/shortcuts.ts";
import { Navigation } from "./Navigation.tsx";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar.tsx";

// What few need, or nobody at first, comes later than the page.
const NarrowMenu = lazy(() => import("./NarrowMenu.tsx"));
const ShortcutOverlay = lazy(() => import("../keyboard/ShortcutOverlay.tsx"));
const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/** True from the first time on: a dialog stays where it is once it was opened, so that it gives the focus back. */
function useOnce(happens: boolean): boolean {
  const [happened, setHappened] = useState(happens);
  if (happens && !happened) setHappened(true);
  return happened || happens;
}

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  const { t } = useTranslation("shell");
  const [menu, menuIs] = useDisclosure(false);
  const [keyboard, keyboardIs] = useDisclosure(false);
  const menuWasOpened = useOnce(menu);
  const keyboardWasOpened = useOnce(keyboard);
  const { online } = useNetwork();
  const navigate = useNavigate();
  useEffect(listenToKeys, []);
  useShortcuts([
    { keys: "?", label: t("keyboard.help"), run: keyboardIs.open, everywhere: true },
    {
      keys: "g g",
      label: t("keyboard.goGenerations"),
      run: () => void navigate({ to: "/generations" }),
      everywhere: true,
    },
    {
      keys: "g s",
      label: t("keyboard.goScenarios"),
      run: () => void navigate({ to: "/scenarios" }),
      everywhere: true,
    },
    {
      keys: "g c",
      label: t("keyboard.goCatalog"),
      run: () => void navigate({ to: "/catalog" }),
      everywhere: true,
    },
  ]);
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t("skipToContent")}
      </a>
      <TopBar menuOpened={menu} onMenu={menuIs.toggle} onKeyboard={keyboardIs.open} />
      <div className={classes.frame}>
        <aside className={classes.side}>
          <Navigation />
        </aside>
        <main id="content" tabIndex={-1} className={classes.main}>
          {!online && (
            <div className={classes.offline} role="status">
              <IconWifiOff size={17} aria-hidden /> {t("offline")}
            </div>
          )}
          <Outlet />
        </main>
      </div>
      <Suspense>
        {menuWasOpened && <NarrowMenu opened={menu} onClose={menuIs.close} />}
        {keyboardWasOpened && <ShortcutOverlay opened={keyboard} onClose={keyboardIs.close} />}
        <Notifications position="bottom-right" autoClose={8_000} />
      </Suspense>
    </>
  );
}
