import { useEffect, useRef, useSyncExternalStore } from "react";

/** What one key (`"a"`, `"shift+a"`, `"?"`) or two in a row (`"g s"`) do. */
export interface Shortcut {
  readonly keys: string;
  /** What it does, in the page's language; the overlay shows it. */
  readonly label: string;
  readonly run: () => void;
  readonly everywhere?: boolean | undefined;
}

const STORED = "vivero.single-keys";
const PAUSE_MS = 1_000;

let groups: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

let enabled = readEnabled();

function readEnabled(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

/** Switches single keys on or off for this person's browser (WCAG 2.1.4). */
export function setShortcutsEnabled(value: boolean): void {
  enabled = value;
  try {
    localStorage.setItem(STORED, value ? "on" : "off");
  } catch {
    // It holds for this visit.
  }
  notify();
}

/** Whether single keys are on. */
export function useShortcutsEnabled(): boolean {
  return useSyncExternalStore(subscribe, () => enabled);
}

/** Every shortcut that works now, the page's own last. */
export function useKnownShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => groups).flat();
}

/** Makes shortcuts work while the component is shown. The array may be new on each render. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const identity = shortcuts.map(({ keys, label }) => `${keys} ${label}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered anew when what the overlay shows changes.
  useEffect(() => {
    const registered = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: () => latest.current[index]?.run(),
    }));
    groups = [...groups, registered];
    notify();
    return () => {
      groups = groups.filter((group) => group !== registered);
      notify();
    };
  }, [identity]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}

const DIALOG = "[role=dialog],[role=alertdialog],[role=menu]";

/** A key with its modifiers, as shortcuts are written; a shifted sign such as `?` is the sign alone. */
function pressed(event: KeyboardEvent): string {
  const letter = event.key.length === 1;
  const shift = event.shiftKey && (!letter || /[a-z]/i.test(event.key)) ? "shift+" : "";
  return `${shift}${letter ? event.key.toLowerCase() : event.key}`;
}

/** Listens to keys for the whole page; once, in the shell. */
export function listenToKeys(): () => void {
  let first: { key: string; at: number } | null = null;
  const onKey = (event: KeyboardEvent) => {
    if (!enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || (event.target instanceof Element && event.target.closest(DIALOG))) return;
    const key = pressed(event);
    const pair = first && event.timeStamp - first.at < PAUSE_MS ? `${first.key} ${key}` : null;
    first = null;
    const known = groups.flat();
    const found = known.findLast(({ keys }) => keys === pair) ?? known.findLast(({ keys }) => keys === key);
    if (found) {
      event.preventDefault();
      found.run();
    } else if (known.some(({ keys }) => keys.startsWith(`${key} `))) {
      first = { key, at: event.timeStamp };
    }
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
