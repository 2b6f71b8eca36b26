import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";

/** "Complete. 3 capabilities, 9 competencies, 27 skills. 4 repairs, none risky." */
export function useVerdict({ found, journal }: Pick<Generation, "found" | "journal">): string {
  const { t, i18n } = useTranslation("generation");
  const { t: states } = useTranslation("states");
  const counts = found
    ? new Intl.ListFormat(i18n.language, { type: "unit", style: "short" }).format([
        states("counts.capabilities", { count: found.capabilities }),
        states("counts.competencies", { count: found.competencies }),
        states("counts.skills", { count: found.skills }),
      ])
    : "";
  const risky = journal.filter(({ severity }) => severity === "risky").length;
  const repairs =
    journal.length === 0
      ? t("verdict.asWritten")
      : risky === 0
        ? t("verdict.noneRisky", { count: journal.length })
        : t("verdict.risky", { count: journal.length, risky });
  return t("verdict.line", { counts, repairs });
}
