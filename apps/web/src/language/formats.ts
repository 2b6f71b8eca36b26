import { useTranslation } from "react-i18next";

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

function relative(format: Intl.RelativeTimeFormat, seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return format.format(Math.round(seconds / size), unit);
}

function createFormats(language: string) {
  const number = new Intl.NumberFormat(language, { useGrouping: "min2" });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "medium" });
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "long" });
  return {
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    money: (amount: number, currency: string) =>
      new Intl.NumberFormat(language, {
        style: "currency",
        currency,
        maximumSignificantDigits: amount < 1 ? 2 : undefined,
      }).format(amount),
    exact: (time: Date) => exact.format(time),
    day: (time: Date) => day.format(time),
    clock: (time: Date) => clock.format(time),
    /** "3 minutes ago", "in 2 hours"; the last three quarters of a minute are "now". */
    relative: (time: Date, now: number) => {
      const seconds = Math.round((time.getTime() - now) / 1_000);
      return Math.abs(seconds) < 45 ? ago.format(0, "second") : relative(ago, seconds);
    },
    /** "4 s", "2 min 05 s", "1 h 10 min". */
    duration: (milliseconds: number) => {
      const seconds = Math.max(0, Math.round(milliseconds / 1_000));
      if (seconds < 60) return `${seconds} s`;
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
      return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
    },
  };
}

/** Making them takes milliseconds, and a long list asks for them in every row. */
const known = new Map<string, ReturnType<typeof createFormats>>();

/** Numbers, times and amounts as the page's language writes them. */
export function useFormats(): ReturnType<typeof createFormats> {
  const { i18n } = useTranslation();
  const formats = known.get(i18n.language) ?? createFormats(i18n.language);
  known.set(i18n.language, formats);
  return formats;
}
