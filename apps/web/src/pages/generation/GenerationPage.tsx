import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";

const route = getRouteApi("/signed-in/generations/$generationId");

export default function GenerationPage() {
  const { t } = useTranslation("generation");
  const { generationId } = route.useParams();
  return <PageHeader title={t("title", { id: generationId })} />;
}
