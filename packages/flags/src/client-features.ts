import type { ClientFeaturesResponse, UnleashConfig } from "unleash-client";
import { isRecord } from "./json.ts";

/** The SDK's port for the place that holds flag definitions. */
export type FeatureRepository = NonNullable<UnleashConfig["repository"]>;

export type Feature = ClientFeaturesResponse["features"][number];
export type Segment = NonNullable<ClientFeaturesResponse["segments"]>[number];

/** The answer of Unleash to `GET /api/client/features`: every flag of one environment with its strategies. */
export interface ClientFeatures {
  features: Feature[];
  segments: Segment[];
}

/**
 * Checks a parsed answer of Unleash, or a file that keeps one, as far as evaluation relies on it: a proxy's page or a
 * half-written file must not replace good values.
 *
 * @throws TypeError that says what is wrong.
 */
export function readClientFeatures(value: unknown): ClientFeatures {
  const { features, segments } = isRecord(value) ? value : {};
  if (!isListOf(features, isFeature)) {
    throw new TypeError("it holds no list of flags, each with a name, a state and strategies");
  }
  if (segments !== undefined && !isListOf(segments, isSegment)) {
    throw new TypeError("its segments are not a list, each with an id and constraints");
  }
  return { features, segments: segments ?? [] };
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isFeature(value: unknown): value is Feature {
  return (
    isRecord(value) &&
    typeof value.name === "string" &&
    typeof value.enabled === "boolean" &&
    Array.isArray(value.strategies)
  );
}

function isSegment(value: unknown): value is Segment {
  return isRecord(value) && typeof value.id === "number" && Array.isArray(value.constraints);
}
