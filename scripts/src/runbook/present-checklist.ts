import { Listr } from "listr2";
import type { Present } from "./run-runbook.ts";

/** A checklist that is ticked live on a terminal; lines where there is none. */
export const presentChecklist: Present = async (steps) => {
  const tasks = steps.map(({ title, work }) => ({
    title,
    task: (_: unknown, task: { output: string }) =>
      work((line) => {
        task.output = line;
      }),
    rendererOptions: { persistentOutput: false },
  }));
  await new Listr(tasks, {
    concurrent: false,
    exitOnError: true,
    fallbackRenderer: "verbose",
    rendererOptions: { collapseErrors: false },
    fallbackRendererOptions: { logTitleChange: false },
  }).run();
};
