import { describe, expect, it } from "vitest";
import { createGenerationNews } from "./generation-news.ts";

const LONG_MS = 60_000;

describe("news of a generation", () => {
  it("wakes who waits for it, and nobody else", async () => {
    const news = createGenerationNews();
    const mine = news.subscribe(1, 10);
    const other = news.subscribe(2, 10);
    news.tell(1, 10);
    await mine.next(LONG_MS);
    const waited = await Promise.race([other.next(LONG_MS).then(() => "woken"), Promise.resolve("asleep")]);
    expect(waited).toBe("asleep");
    news.close();
  });

  it("is not missed when it comes between two waits", async () => {
    const news = createGenerationNews();
    const mine = news.subscribe(1, 10);
    news.tell(1, 10);
    news.tell(1, 10);
    await mine.next(LONG_MS);
    news.tellAll();
    await mine.next(LONG_MS);
  });

  it("lets nobody wait once it is closed", async () => {
    const news = createGenerationNews();
    const mine = news.subscribe(1, 10);
    news.close();
    await mine.next(LONG_MS);
    await mine.next(LONG_MS);
    expect(news.closed).toBe(true);
  });
});
