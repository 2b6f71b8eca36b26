import { Button, Tabs, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { CatalogEntity } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { pagedQuery } from "../../api/pages.ts";
import { LinkButton } from "../../design/LinkButton.tsx";
import { PagedList } from "../../design/PagedList.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Empty } from "../../design/states/Empty.tsx";
import { useSearchField } from "../../design/use-search-field.ts";
import { useShortcuts } from "../../keyboard/shortcuts.ts";
import classes from "./Catalog.module.css";
import { CatalogRow } from "./CatalogRow.tsx";
import { EntityPanel } from "./EntityPanel.tsx";
import { KINDS, type Kind } from "./kinds.ts";

const route = getRouteApi("/signed-in/catalog");

/** The live catalog: three kinds, a search that forgives, and the one that is open beside the list. */
export default function CatalogPage() {
  const { t } = useTranslation("catalog");
  const { kind = "capabilities", search, parent, entity } = route.useSearch();
  const navigate = route.useNavigate();
  const field = useSearchField(
    search ?? "",
    (words) =>
      void navigate({
        replace: true,
        search: { kind, ...(parent ? { parent } : {}), ...(words ? { search: words } : {}) },
      }),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className={classes.columns} data-open={entity !== undefined || undefined}>
        <div className={classes.list}>
          <TextInput
            {...field}
            type="search"
            className={classes.search ?? ""}
            aria-label={t("search")}
            placeholder={t("search")}
            description={t("searchHow")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            leftSection={<IconSearch size={16} stroke={1.6} />}
          />
          <Tabs
            value={kind}
            color="var(--accent)"
            onChange={(next) => {
              const wanted = KINDS.find((known) => known === next);
              if (wanted) void navigate({ search: { kind: wanted, ...(search ? { search } : {}) } });
            }}
            keepMounted={false}
          >
            <Tabs.List aria-label={t("kinds")}>
              {KINDS.map((each) => (
                <Tabs.Tab key={each} value={each}>
                  {t(`kind.${each}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value={kind}>
              {parent && (
                <p className={classes.within}>
                  {t("within")}
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<IconX size={13} />}
                    onClick={() => void navigate({ search: { kind, ...(search ? { search } : {}) } })}
                  >
                    {t("withinClear")}
                  </Button>
                </p>
              )}
              <Entities key={kind} kind={kind} />
            </Tabs.Panel>
          </Tabs>
        </div>
        {entity !== undefined && <EntityPanel key={`${kind} ${entity}`} kind={kind} id={entity} />}
      </div>
    </>
  );
}

function Entities({ kind }: { kind: Kind }) {
  const { t } = useTranslation("catalog");
  const { search, parent, entity } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(pagedQuery<CatalogEntity>(`/catalog/${kind}`, { search, parentId: parent }));
  const items = query.data ?? [];
  const go = (step: 1 | -1) => {
    const at = items.findIndex(({ id }) => id === entity);
    const next = items[at < 0 ? 0 : at + step];
    if (next)
      void navigate({ replace: true, resetScroll: false, search: (now) => ({ ...now, entity: next.id }) });
  };
  const close = () => void navigate({ resetScroll: false, search: ({ entity: _entity, ...rest }) => rest });
  useShortcuts([
    { keys: "j", label: t("key.next"), run: () => go(1) },
    { keys: "k", label: t("key.previous"), run: () => go(-1) },
    { keys: "Escape", label: t("key.close"), run: close },
  ]);
  return (
    <PagedList
      query={query}
      label={t(`kind.${kind}`)}
      permission="catalog:read"
      rowKey={({ id }) => id}
      rowHeight={57}
      renderRow={(item) => <CatalogRow entity={item} kind={kind} isOpen={item.id === entity} />}
      empty={
        search || parent ? (
          <Empty
            title={t("empty.noneFound")}
            action={
              <Button variant="default" onClick={() => void navigate({ search: { kind } })}>
                {t("empty.clear")}
              </Button>
            }
          >
            <p>{t("empty.noneFoundText")}</p>
          </Empty>
        ) : (
          <Empty
            title={t("empty.title")}
            action={<LinkButton to="/scenarios">{t("empty.toScenarios")}</LinkButton>}
          >
            <p>{t("empty.text")}</p>
          </Empty>
        )
      }
    />
  );
}
