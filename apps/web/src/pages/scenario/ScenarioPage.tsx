import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

const route = getRouteApi("/signed-in/scenarios/$scenarioId");

export default function ScenarioPage() {
  const { t } = useTranslation("scenario");
  const { scenarioId } = route.useParams();
  return <PageHeader title={t("title", { id: scenarioId })} />;
}
