import { Button } from "@mantine/core";
import { IconLinkOff, IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ChainVerification } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { CopyableId } from "../../design/CopyableId.tsx";
import { InlineError } from "../../design/states/InlineError.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Audit.module.css";

interface Verification {
  readonly verified: boolean;
  readonly chains: readonly ChainVerification[];
}

const HASH_SHOWN = 12;

/** Recomputes the hash chains on demand and says whether the record is whole; where it is not, from which event on. */
export function ChainCheck() {
  const { t } = useTranslation("audit");
  const formats = useFormats();
  const { data, error, mutate, isPending } = useMutation({
    mutationFn: () => api.get<Verification>("/audit-events/verification"),
  });
  const Icon = data && !data.verified ? IconLinkOff : IconShieldCheck;
  return (
    <section
      className={classes.check}
      aria-label={t("check.title")}
      data-broken={data?.verified === false || undefined}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <div className={classes.checkWords} role="status">
        {data ? (
          <>
            <strong>{t(data.verified ? "check.whole" : "check.broken")}</strong>
            <ul>
              {data.chains.map(({ chain, events, head, firstBreak }) => (
                <li key={chain} className="numbers">
                  {t("check.chain", {
                    chain: t(`chain.${chain}`),
                    count: events,
                    shown: formats.number(events),
                  })}{" "}
                  {head && <CopyableId value={head} shown={`${head.slice(0, HASH_SHOWN)}…`} />}
                  {firstBreak && (
                    <p>
                      {t("check.firstBreak", { sequence: firstBreak.sequence, reason: firstBreak.reason })}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </>
        ) : (
          t("check.what")
        )}
      </div>
      <Button variant="default" loading={isPending} onClick={() => mutate()}>
        {t(data ? "check.again" : "check.do")}
      </Button>
      <InlineError error={error} onRetry={() => mutate()} />
    </section>
  );
}
