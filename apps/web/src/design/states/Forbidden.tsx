import { IconLock } from "@tabler/icons-react";
import type { Permission } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { HOLDERS } from "../../session/permissions.ts";
import { StatePanel } from "./StatePanel.tsx";

/** What a person may not do, and who can. */
export function Forbidden({
  permission,
  asPage,
}: {
  permission?: Permission | undefined;
  /** It stands for the whole page, which has no other title. */
  asPage?: boolean | undefined;
}) {
  const { t } = useTranslation("states");
  const { t: words, i18n } = useTranslation("shell");
  const roles = permission ? HOLDERS[permission].map((role) => words(`role.${role}`)) : [];
  const list = new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(roles);
  return (
    <StatePanel icon={<IconLock size={36} stroke={1.3} />} title={t("forbidden.title")} asPage={asPage}>
      {permission && <p>{t("forbidden.who", { roles: list })}</p>}
    </StatePanel>
  );
}
