import type { PriceSettings } from "./env.ts";
import type { ModelUsage } from "./model/language-model.ts";

/** What an attempt cost: an amount in units of an ISO 4217 currency. */
export type Cost = { amount: number; currency: string };

const PRICED_TOKENS = 1_000_000;

/**
 * The cost of an attempt's tokens. Null without prices, and where the provider counted nothing: an unknown cost is not 0. Pure.
 *
 * @param prices for a million tokens each
 */
export function costOf({ inputTokens, outputTokens }: ModelUsage, prices: PriceSettings): Cost | null {
  if (prices === null || (inputTokens === null && outputTokens === null)) return null;
  const { input, output, currency } = prices;
  return {
    amount: ((inputTokens ?? 0) * input + (outputTokens ?? 0) * output) / PRICED_TOKENS,
    currency,
  };
}
