import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../../design/RelativeTime.tsx";
import classes from "../Wizard.module.css";
import type { useAutosave } from "./use-autosave.ts";

/** Whether what was typed is safe. */
export function SaveStatus({ autosave }: { autosave: ReturnType<typeof useAutosave> }) {
  const { t } = useTranslation("wizard");
  const { state, saved, saveNow } = autosave;
  if (state === "failed")
    return (
      <span className={classes.saveFailed} role="alert">
        <IconAlertTriangle size={16} aria-hidden /> {t("save.failed")}{" "}
        <UnstyledButton className={classes.inlineAction ?? ""} onClick={saveNow}>
          {t("save.again")}
        </UnstyledButton>
      </span>
    );
  return (
    <span className={classes.save} role="status">
      {state === "saved" && saved ? (
        <>
          <IconCheck size={16} aria-hidden /> {t("save.saved")} <RelativeTime time={saved.updatedAt} />
        </>
      ) : (
        <>
          <IconCloudUpload size={16} aria-hidden />{" "}
          {t(state === "untouched" ? "save.untouched" : "save.saving")}
        </>
      )}
    </span>
  );
}
