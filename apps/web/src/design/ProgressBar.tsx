import classes from "./ProgressBar.module.css";

/** How much of a whole is done; an empty whole has an empty bar. */
export function ProgressBar({ done, total, label }: { done: number; total: number; label: string }) {
  return <progress className={classes.bar} value={done} max={Math.max(1, total)} aria-label={label} />;
}
