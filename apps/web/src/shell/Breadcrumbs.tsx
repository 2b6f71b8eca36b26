import { Link, useMatches } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PLACES } from "./navigation.ts";
import classes from "./TopBar.module.css";
import { useTrail } from "./trail.ts";

/** Where the page stands: its place in the menu, and what a page says of itself with `useTrailEnd`. */
export function Breadcrumbs() {
  const { t } = useTranslation("shell");
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? "/" });
  const place = PLACES.find(({ to }) => path === to || path.startsWith(`${to}/`));
  const end = useTrail();
  if (!place) return null;
  return (
    <nav aria-label={t("breadcrumbs")} className={classes.breadcrumbs}>
      <ol>
        <li>
          <Link to={place.to} {...(end ? {} : { "aria-current": "page" as const })}>
            {t(`navigation.${place.name}`)}
          </Link>
        </li>
        {end && (
          <li aria-current="page" className={classes.trailEnd}>
            {end}
          </li>
        )}
      </ol>
    </nav>
  );
}
