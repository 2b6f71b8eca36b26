import { useSyncExternalStore } from "react";
import { useFormats } from "../language/formats.ts";

const TICK_MS = 20_000;
let now = Date.now();
const subscribe = (listener: () => void) => {
  const timer = setInterval(() => {
    now = Date.now();
    listener();
  }, TICK_MS);
  return () => clearInterval(timer);
};
const current = () => now;

/** A time as people say it, which grows older by itself; the exact one stands in its title. */
export function RelativeTime({ time }: { time: string }) {
  const formats = useFormats();
  const tick = useSyncExternalStore(subscribe, current);
  const date = new Date(time);
  return (
    <time dateTime={time} title={formats.exact(date)} className="numbers">
      {formats.relative(date, Math.max(tick, Math.min(date.getTime(), Date.now())))}
    </time>
  );
}
