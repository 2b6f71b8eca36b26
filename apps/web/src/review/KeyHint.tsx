import { Keys } from "../keyboard/Keys.tsx";

/** The key of a button, for the eye: what listens to the page hears the button's verb, and all keys behind `?`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span aria-hidden>
      <Keys keys={keys} />
    </span>
  );
}
