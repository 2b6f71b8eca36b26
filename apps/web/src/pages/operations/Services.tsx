import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { Operations } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import classes from "./Operations.module.css";

/** Each process, whether it can work, and of what it needs, what is away. */
export function Services({ services }: { services: Operations["services"] }) {
  const { t } = useTranslation("operations");
  const down = services.filter(({ ready }) => !ready).length;
  return (
    <>
      <p className={classes.verdict} data-bad={down > 0 || undefined} role="status">
        {down === 0 ? t("services.allWell") : t("services.down", { count: down })}
      </p>
      <ul className={classes.services}>
        {services.map(({ name, ready, dependencies }) => (
          <li key={name}>
            <Ready name={name} ready={ready} strong />
            {dependencies.length > 0 && (
              <ul className={classes.dependencies}>
                {dependencies.map((dependency) => (
                  <li key={dependency.name}>
                    <Ready name={dependency.name} ready={dependency.ready} />
                    {dependency.detail && <p className={classes.soft}>{dependency.detail}</p>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Ready({ name, ready, strong }: { name: string; ready: boolean; strong?: boolean }) {
  const { t } = useTranslation("operations");
  const Icon = ready ? IconCircleCheck : IconCircleX;
  return (
    <span className={classes.ready} data-bad={!ready || undefined}>
      <Icon size={16} stroke={1.8} aria-hidden />
      {strong ? <strong>{name}</strong> : name}
      <span className={classes.readyWord}>{t(ready ? "services.ready" : "services.away")}</span>
    </span>
  );
}
