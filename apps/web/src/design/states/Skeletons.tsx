import { Skeleton } from "@mantine/core";
import classes from "./Skeletons.module.css";

const WIDTHS = ["62%", "44%", "71%", "53%", "66%", "38%", "58%", "49%"];

/** Rows of a list as they will stand. */
export function RowsSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className={classes.rows}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and do not move.
        <div key={index} className={classes.row}>
          <Skeleton height={14} width={WIDTHS[index % WIDTHS.length]} />
          <Skeleton height={12} width={90} />
        </div>
      ))}
    </div>
  );
}

/** A page of a title, and a tree or list beside what it is about. */
export function SplitSkeleton() {
  return (
    <div>
      <Skeleton height={26} width="min(360px, 80%)" mb="sm" />
      <Skeleton height={14} width="min(240px, 60%)" mb="xl" />
      <div className={classes.split}>
        <RowsSkeleton rows={12} />
        <Skeleton height={420} />
      </div>
    </div>
  );
}
