import { Listr, type ListrTask } from "listr2";
import type { Present } from "./run-runbook.ts";

/** A checklist that is ticked live on a terminal; lines where there is none. */
export const presentChecklist: Present = async (steps) => {
  const tasks = steps.map(
    ({ title, work }): ListrTask => ({
      title,
      task: async (_, task) => {
        let last = "";
        const result = await work((line) => {
          last = line;
          task.output = line;
        });
        if (result === "skipped") task.skip(`${title}: ${last}`);
      },
    }),
  );
  await new Listr(tasks, {
    concurrent: false,
    exitOnError: true,
    fallbackRenderer: "verbose",
    rendererOptions: { collapseErrors: false, collapseSkips: false },
    fallbackRendererOptions: { logTitleChange: false },
  }).run();
};
