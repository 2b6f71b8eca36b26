import type { ReactNode } from "react";
import classes from "./StatePanel.module.css";

/** The common shape of everything that stands where content would be: a picture, what is so, what to do next. */
export function StatePanel({
  icon,
  title,
  children,
  actions,
  alert,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
}) {
  return (
    <div className={classes.panel} {...(alert ? { role: "alert" } : {})}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
