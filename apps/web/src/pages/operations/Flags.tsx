import { Button } from "@mantine/core";
import { IconExternalLink, IconToggleLeft, IconToggleRight } from "@tabler/icons-react";
import type { Operations } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import classes from "./Operations.module.css";

const EXPLAINED = ["import_generation", "validate_llm_response", "maintenance_mode"] as const;

/** The flags as this organization meets them; they are switched in Unleash. */
export function Flags({ flags, unleashUrl }: Pick<Operations, "flags" | "unleashUrl">) {
  const { t } = useTranslation("operations");
  return (
    <>
      <ul className={classes.flags}>
        {flags.map(({ name, enabled, source }) => {
          const Icon = enabled ? IconToggleRight : IconToggleLeft;
          const explained = EXPLAINED.find((known) => known === name);
          return (
            <li key={name}>
              <span className={classes.flagName}>
                <code>{name}</code>
                <span className={classes.flag} data-on={enabled || undefined}>
                  <Icon size={20} stroke={1.6} aria-hidden />
                  {t(enabled ? "flags.on" : "flags.off")}
                </span>
              </span>
              <p className={classes.soft}>
                {explained && t(`flags.what.${explained}`)} {t("flags.source", { source })}
              </p>
            </li>
          );
        })}
      </ul>
      {unleashUrl && (
        <Button
          component="a"
          variant="default"
          href={unleashUrl}
          target="_blank"
          rel="noopener"
          rightSection={<IconExternalLink size={15} />}
        >
          {t("flags.open")}
        </Button>
      )}
    </>
  );
}
