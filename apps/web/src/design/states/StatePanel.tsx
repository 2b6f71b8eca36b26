import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./StatePanel.module.css";

/** The common shape of everything that stands where content would be: a picture, what is so, what to do next. */
export function StatePanel({
  icon,
  title,
  children,
  actions,
  alert,
  asPage = false,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
  /** It stands for the whole page, which has no other title. */
  asPage?: boolean | undefined;
}) {
  const { t } = useTranslation("shell");
  const Heading = asPage ? "h1" : "h2";
  useEffect(() => {
    if (asPage) document.title = `${title} · ${t("product")}`;
  }, [asPage, title, t]);
  return (
    <div className={classes.panel} {...(alert ? { role: "alert" } : {})}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Heading className={classes.title}>{title}</Heading>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
