import type { Located } from "./locate.ts";

/** The beginning of an object or list, a fence before one: what a text ends with that had more to say. */
const BEGINNING = /(?:^|\s)(?:[{[]\s*["'“]?[\w -]{0,60}|```[\w+-]*)\s*$/;

/** Whether a text without an answer breaks off before it: among the model's thoughts, behind them, or at its beginning. */
export function breaksOff(text: string, { thinking, openThinking }: Located): boolean {
  if (openThinking !== -1) return true;
  const last = thinking[thinking.length - 1];
  if (last !== undefined && text.slice(last.end).trim() === "") return true;
  return BEGINNING.test(text.slice(-200)) && !isClosingFence(text);
}

function isClosingFence(text: string): boolean {
  return text.trimEnd().endsWith("```") && text.split("```").length % 2 === 1;
}
