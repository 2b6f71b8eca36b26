import { ActionIcon, Burger, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "../session/session-context.tsx";
import { Breadcrumbs } from "./Breadcrumbs.tsx";
import { ColorSchemeMenu } from "./ColorSchemeMenu.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { PersonMenu } from "./PersonMenu.tsx";
import classes from "./TopBar.module.css";

/** The product, where one is, language, appearance, keyboard, person. */
export function TopBar({
  menuOpened,
  onMenu,
  onKeyboard,
}: {
  menuOpened: boolean;
  onMenu: () => void;
  onKeyboard: () => void;
}) {
  const { t } = useTranslation("shell");
  const { environment } = useSession();
  return (
    <header className={classes.bar}>
      <Burger
        className={classes.burger ?? ""}
        size="sm"
        opened={menuOpened}
        onClick={onMenu}
        aria-label={t("navigation.open")}
        aria-expanded={menuOpened}
      />
      <Link to="/" className={classes.product} aria-label={t("product")}>
        <img src="/favicon.svg" alt="" width={24} height={24} />
        <span>{t("product")}</span>
      </Link>
      {environment !== "production" && (
        <span className={classes.environment}>{t(`environment.${environment}`)}</span>
      )}
      <Breadcrumbs />
      <div className={classes.right}>
        <Tooltip label={t("keyboard.open")}>
          <ActionIcon
            className={classes.wideOnly ?? ""}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("keyboard.open")}
            onClick={onKeyboard}
          >
            <IconKeyboard size={19} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <LanguageSwitch />
        <ColorSchemeMenu />
        <PersonMenu />
      </div>
    </header>
  );
}
