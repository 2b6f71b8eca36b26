import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

export default function CatalogPage() {
  const { t } = useTranslation("catalog");
  return <PageHeader title={t("title")} />;
}
