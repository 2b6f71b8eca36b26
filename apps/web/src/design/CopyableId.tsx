import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./CopyableId.module.css";

/** An id that is copied with a click: generation and request numbers, hashes. `shown` shortens what stands there. */
export function CopyableId({ value, shown }: { value: string | number; shown?: string | undefined }) {
  const { t } = useTranslation("shell");
  const clipboard = useClipboard({ timeout: 1_500 });
  return (
    <UnstyledButton
      className={classes.id}
      onClick={() => clipboard.copy(String(value))}
      title={String(value)}
    >
      <span className="mono">{shown ?? value}</span>
      <VisuallyHidden>{clipboard.copied ? t("copy.done") : t("copy.do")}</VisuallyHidden>
      {clipboard.copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
    </UnstyledButton>
  );
}
