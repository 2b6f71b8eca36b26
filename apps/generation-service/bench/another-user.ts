import { Client } from "pg";

export type Watched<T> = {
  result: T;
  updates: number;
  /** The longest that one of the user's updates took. */
  longestMs: number;
};

/** Runs `work` while another session renames scenarios, one at a time, all over the table. */
export async function watchAnotherUser<T>(
  url: string,
  scenarios: number,
  work: () => Promise<T>,
): Promise<Watched<T>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let over = false;
  let updates = 0;
  let longestMs = 0;
  const user = (async () => {
    while (!over) {
      const id = 1 + Math.floor(Math.random() * scenarios);
      const begun = performance.now();
      await client.query(
        "UPDATE generation.scenarios SET name = name || '.', updated_at = now() WHERE organization_id = 1 + $1::bigint % 20 AND id = $1",
        [id],
      );
      longestMs = Math.max(longestMs, performance.now() - begun);
      updates += 1;
    }
  })();
  try {
    return { result: await work(), updates, longestMs };
  } finally {
    over = true;
    await user;
    await client.end();
  }
}
