import { IconFileUnknown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StatePanel } from "../design/states/StatePanel.tsx";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation("states");
  return (
    <main>
      <StatePanel
        asPage
        icon={<IconFileUnknown size={36} stroke={1.3} />}
        title={t("notFound.title")}
        actions={<Link to="/">{t("notFound.home")}</Link>}
      >
        <p>{t("notFound.page")}</p>
      </StatePanel>
    </main>
  );
}
