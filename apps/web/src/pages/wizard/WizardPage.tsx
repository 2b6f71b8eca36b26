import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

export default function WizardPage() {
  const { t } = useTranslation("wizard");
  return <PageHeader title={t("title")} />;
}
