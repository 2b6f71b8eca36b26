import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "../session/session-context.tsx";
import classes from "./Navigation.module.css";
import { PLACES } from "./navigation.ts";

/** The main menu. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation("shell");
  const may = useMay();
  return (
    <nav aria-label={t("navigation.label")}>
      <ul className={classes.list}>
        {PLACES.filter(({ permission }) => may(permission)).map(({ name, to, Icon }) => (
          <li key={name}>
            <Link
              to={to}
              className={classes.link}
              onClick={onNavigate}
              activeOptions={{ includeSearch: false }}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              {t(`navigation.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
