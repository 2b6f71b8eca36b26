import { reasonOf } from "../command/operation-error.ts";

const ANSWER_WITHIN_MS = 5_000;

/**
 * Tells a webhook, in the JSON that Slack's incoming webhooks take (`{"text": "…"}`), which others take too.
 * @returns why it was not told; undefined when it was. A deaf webhook never stops a deployment. The address is never
 *   repeated: it is a secret.
 */
export async function notify(url: string, text: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `the webhook answered ${response.status}`;
  } catch (error) {
    return `the webhook was not reached: ${reasonOf(error).replaceAll(url, "its address")}`;
  }
}
