import { useTranslation } from "react-i18next";
import classes from "../Wizard.module.css";
import { promptPieces } from "./prompt-pieces.ts";

/** The prompt word for word, with what was replaced in it marked. */
export function PromptText({
  prompt,
  marks,
}: {
  prompt: string;
  marks: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}) {
  const { t } = useTranslation("wizard");
  const { t: words } = useTranslation("generation");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes.prompt} aria-label={t("preview.prompt")} tabIndex={0}>
      <pre>
        {promptPieces(prompt, marks).map(({ text, kind }, index) =>
          kind === null ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a prompt do not move.
            <mark key={index} title={words(`redaction.${kind}` as string, { defaultValue: kind })}>
              {text}
            </mark>
          ),
        )}
      </pre>
    </section>
  );
}
