import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Forbidden } from "../../design/states/Forbidden.tsx";
import { QueryState } from "../../design/states/QueryState.tsx";
import { RowsSkeleton } from "../../design/states/Skeletons.tsx";
import { useMay } from "../../session/session-context.tsx";
import { useTrailEnd } from "../../shell/trail.ts";
import { DraftStart } from "./draft/DraftStart.tsx";
import { draftQuery, draftsQuery } from "./draft/draft-queries.ts";
import { newDraftId } from "./draft/new-draft-id.ts";
import { WizardForm } from "./WizardForm.tsx";

const route = getRouteApi("/signed-in/generations/new");

/** Where a planner tells what the model is to be asked. */
export default function WizardPage() {
  const { t } = useTranslation("wizard");
  const { draft } = route.useSearch();
  const may = useMay();
  useTrailEnd(t("title"));
  if (!may("generations:write")) return <Forbidden permission="generations:write" asPage />;
  return draft ? <OneDraft key={draft} id={draft} /> : <Start />;
}

function OneDraft({ id }: { id: string }) {
  const query = useQuery(draftQuery(id));
  return (
    <QueryState query={query} skeleton={<RowsSkeleton rows={6} />} permission="generations:write" asPage>
      {(draft) => <WizardForm draftId={id} draft={draft} />}
    </QueryState>
  );
}

/** Without drafts there is nothing to choose, so the first step comes at once. */
function Start() {
  const { t } = useTranslation("wizard");
  const navigate = route.useNavigate();
  const query = useQuery(draftsQuery);
  const queries = useQueryClient();
  const start = (replace: boolean) => {
    const id = newDraftId();
    // Nobody can have saved it yet.
    queries.setQueryData(draftQuery(id).queryKey, null);
    void navigate({ search: { draft: id, step: 1 }, replace });
  };
  const hasNone = query.data?.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known that there are no drafts.
  useEffect(() => {
    if (hasNone) start(true);
  }, [hasNone]);
  return (
    <>
      <PageHeader title={t("title")} />
      <QueryState query={query} skeleton={<RowsSkeleton rows={4} />} permission="generations:write">
        {(drafts) => (drafts.length > 0 ? <DraftStart drafts={drafts} onStart={() => start(false)} /> : null)}
      </QueryState>
    </>
  );
}
