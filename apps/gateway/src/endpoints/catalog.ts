import {
  CatalogDetailSchema,
  CatalogPageSchema,
  CatalogQuerySchema,
  type EntityType,
  SimilarEntitiesSchema,
  SimilarQuerySchema,
} from "@vivero/contracts";
import { Type } from "typebox";
import { endpoint } from "../http/endpoint.ts";
import { IdPath } from "./parameters.ts";

const { type: _type, ...query } = CatalogQuerySchema.properties;
const CatalogListQuery = Type.Object(query, { additionalProperties: false });

const capitalized = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

const search = (type: EntityType, plural: string) =>
  endpoint({
    method: "get",
    path: `/catalog/${plural}`,
    operationId: `search${capitalized(plural)}`,
    tag: "Catalog",
    summary: `The live ${plural}`,
    permission: "catalog:read",
    query: CatalogListQuery,
    responses: { 200: { description: "One page.", schema: CatalogPageSchema } },
    handle: async ({ c, query, services }) =>
      c.json(await services.catalog.catalog.search.query({ ...query, type })),
  });

const { type: __type, ...similarTo } = SimilarQuerySchema.properties;
const SimilarListQuery = Type.Object(similarTo, { additionalProperties: false });

const similar = (type: EntityType, plural: string) =>
  endpoint({
    method: "get",
    path: `/catalog/${plural}/similar`,
    operationId: `findSimilar${capitalized(plural)}`,
    tag: "Catalog",
    summary: `The live ${plural} that are most like a name`,
    permission: "catalog:read",
    query: SimilarListQuery,
    responses: { 200: { description: "Best first.", schema: SimilarEntitiesSchema } },
    handle: async ({ c, query, services }) =>
      c.json(await services.catalog.catalog.similar.query({ ...query, type })),
  });

const detail = (type: EntityType, plural: string) =>
  endpoint({
    method: "get",
    path: `/catalog/${plural}/{id}`,
    operationId: `get${capitalized(type)}`,
    tag: "Catalog",
    summary: `One live ${type}: where it stands, what else it is called, its history`,
    permission: "catalog:read",
    params: IdPath,
    responses: { 200: { description: "The entity.", schema: CatalogDetailSchema } },
    handle: async ({ c, params, services }) =>
      c.json(await services.catalog.catalog.detail.query({ type, id: params.id })),
  });

const KINDS: readonly (readonly [type: EntityType, plural: string])[] = [
  ["capability", "capabilities"],
  ["competency", "competencies"],
  ["skill", "skills"],
];

/** The live catalog: searched, compared with a name, and one by one. */
export const catalogEndpoints = KINDS.flatMap(([type, plural]) => [
  search(type, plural),
  // Before the next one, whose id would take the word `similar`.
  similar(type, plural),
  detail(type, plural),
]);
