import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "./session-context.tsx";

/** What a person is called: by name where it is known, else by number. */
export function usePersonName(): (userId: number, name?: string | null) => string {
  const { t } = useTranslation("shell");
  const { user } = useSession();
  return useCallback(
    (userId, name) =>
      name ?? (userId === user.userId ? user.name : null) ?? t("person.unnamed", { id: userId }),
    [t, user],
  );
}
