import { Button } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { SignInError } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";
import { signInUrl } from "../../session/session.ts";
import { ColorSchemeMenu } from "../../shell/ColorSchemeMenu.tsx";
import { LanguageSwitch } from "../../shell/LanguageSwitch.tsx";
import classes from "./SignInPage.module.css";

const route = getRouteApi("/sign-in");

const EXPLAINED = [
  "SESSION_EXPIRED",
  "SIGN_IN_NOT_CONFIGURED",
  "PROVIDER_UNAVAILABLE",
  "SIGN_IN_EXPIRED",
  "SIGN_IN_MISMATCH",
  "ACCESS_DENIED",
  "PERSON_INCOMPLETE",
] as const satisfies readonly (SignInError | "SESSION_EXPIRED")[];

/** The door: one button to the organization's own sign-in page, and what went wrong the last time. */
export default function SignInPage() {
  const { t } = useTranslation("sign-in");
  const { error, return_to: returnTo = "/" } = route.useSearch();
  const explained = EXPLAINED.find((code) => code === error);
  return (
    <main className={classes.page}>
      <div className={classes.choices}>
        <LanguageSwitch />
        <ColorSchemeMenu />
      </div>
      <div className={classes.door}>
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <PageHeader title="Vivero" lead={t("lead")} />
        {error && (
          <p className={classes.error} role="alert">
            <IconInfoCircle size={18} aria-hidden />
            {explained ? t(`error.${explained}`) : t("error.other", { code: error })}
          </p>
        )}
        <Button component="a" href={signInUrl(returnTo)} size="md">
          {error ? t("again") : t("go")}
        </Button>
        <p className={classes.hint}>{t("goesTo")}</p>
      </div>
    </main>
  );
}
