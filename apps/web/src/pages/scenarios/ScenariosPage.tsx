import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

export default function ScenariosPage() {
  const { t } = useTranslation("scenarios");
  return <PageHeader title={t("title")} />;
}
