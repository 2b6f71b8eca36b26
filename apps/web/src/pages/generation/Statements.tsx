import { useTranslation } from "react-i18next";
import { useFormats } from "../../language/formats.ts";
import classes from "./Generation.module.css";

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const LISTS = [
  "assumptions",
  "objectives",
  "strategic_initiatives",
  "impact_analysis",
  "suggested_roles",
] as const;

/** A statement as the model gave it: a text, or an object whose texts say it. */
function statementText(value: unknown): { head: string; more: string } {
  if (!isObject(value)) return { head: String(value), more: "" };
  const texts = ["name", "area", "text", "title", "impact", "description", "notes"].flatMap((key) =>
    typeof value[key] === "string" && value[key] !== "" ? [value[key]] : [],
  );
  const [head = JSON.stringify(value), ...more] = texts;
  return { head, more: more.join(" · ") };
}

/** What the answer says beside its tree: how sure it is, what it takes for granted, goals, effects, roles. */
export function Statements({ answer }: { answer: unknown }) {
  const { t } = useTranslation("generation");
  const formats = useFormats();
  if (!isObject(answer)) return null;
  const metadata = isObject(answer.scenario_metadata) ? answer.scenario_metadata : {};
  const confidence = answer.confidence_score ?? metadata.confidence_score;
  const saysAnything = LISTS.some((name) => Array.isArray(answer[name]) && answer[name].length > 0);
  if (!saysAnything && typeof metadata.description !== "string" && typeof confidence !== "number")
    return null;
  return (
    <section className={classes.card}>
      <h2>{t("statements.title")}</h2>
      {typeof metadata.description === "string" && <p>{metadata.description}</p>}
      {typeof confidence === "number" && (
        <p>{t("statements.confidence", { share: formats.percent(Math.max(0, Math.min(1, confidence))) })}</p>
      )}
      {LISTS.map((name) => {
        const items = Array.isArray(answer[name]) ? answer[name] : [];
        return (
          items.length > 0 && (
            <details key={name} open={name === "assumptions"} className={classes.details}>
              <summary>
                {t(`statements.${name}`)} <span className={classes.quiet}>{items.length}</span>
              </summary>
              <ul className={classes.bullets}>
                {items.map((item, index) => {
                  const { head, more } = statementText(item);
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an answer's statements do not move.
                    <li key={index}>
                      {head}
                      {more && <span className={classes.quiet}> {more}</span>}
                    </li>
                  );
                })}
              </ul>
            </details>
          )
        );
      })}
    </section>
  );
}
