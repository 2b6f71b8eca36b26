import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./PageHeader.module.css";

/** False until the first page has been shown: a reload must not move the focus, a change of page must. */
let somePageWasShown = false;

/**
 * What every page begins with: its name (the browser's title too, and where the focus goes when the page is opened), a line
 * about it, and what can be done.
 */
export function PageHeader({
  title,
  lead,
  actions,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useTranslation("shell");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t("product")}`;
  }, [title, t]);
  useEffect(() => {
    if (somePageWasShown) heading.current?.focus({ preventScroll: true });
    somePageWasShown = true;
  }, []);
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <div className={classes.lead}>{lead}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
