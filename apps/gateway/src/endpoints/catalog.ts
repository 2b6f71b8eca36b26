import { CatalogPageSchema, CatalogQuerySchema, type EntityType } from "@vivero/contracts";
import { Type } from "typebox";
import { endpoint } from "../http/endpoint.ts";

const { type: _type, ...query } = CatalogQuerySchema.properties;
const CatalogListQuery = Type.Object(query, { additionalProperties: false });

const search = (type: EntityType, plural: string) =>
  endpoint({
    method: "get",
    path: `/catalog/${plural}`,
    operationId: `search${plural[0]?.toUpperCase()}${plural.slice(1)}`,
    tag: "Catalog",
    summary: `The live ${plural}`,
    permission: "catalog:read",
    query: CatalogListQuery,
    responses: { 200: { description: "One page.", schema: CatalogPageSchema } },
    handle: async ({ c, query, services }) =>
      c.json(await services.catalog.catalog.search.query({ ...query, type })),
  });

/** The live catalog, searched. */
export const catalogEndpoints = [
  search("capability", "capabilities"),
  search("competency", "competencies"),
  search("skill", "skills"),
];
