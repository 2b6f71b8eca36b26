import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

export default function OperationsPage() {
  const { t } = useTranslation("operations");
  return <PageHeader title={t("title")} />;
}
