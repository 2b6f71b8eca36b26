import { ActionIcon, Input, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "../Wizard.module.css";

/** A list of short texts, one a line: Enter begins the next, Backspace in an empty one removes it, several pasted lines become several. */
export function ListField({
  label,
  description,
  error,
  value,
  onChange,
}: {
  label: string;
  description?: string | undefined;
  error?: string | null;
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation("wizard");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const lines = value.length === 0 ? [""] : value;
  const focusLine = (index: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll("input")[Math.max(0, index)]?.focus());
  const insert = (index: number, added: readonly string[]) => {
    onChange([...lines.slice(0, index), ...added, ...lines.slice(index)]);
    focusLine(index + added.length - 1);
  };
  const remove = (index: number) => {
    onChange(lines.filter((_, at) => at !== index));
    focusLine(index - 1);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (lines[index]?.trim()) insert(index + 1, [""]);
    }
    if (event.key === "Backspace" && lines[index] === "" && lines.length > 1) {
      event.preventDefault();
      remove(index);
    }
  };
  const onPaste = (event: ClipboardEvent, index: number) => {
    const pasted = event.clipboardData
      .getData("text")
      .split(/\r?\n/)
      .map((line) => line.replace(/^[\s•*-]+/, "").trim());
    const texts = pasted.filter((line) => line !== "");
    if (texts.length < 2) return;
    event.preventDefault();
    const kept = lines.filter((line, at) => at !== index || line.trim() !== "");
    const at = lines[index]?.trim() ? index + 1 : index;
    onChange([...kept.slice(0, at), ...texts, ...kept.slice(at)]);
    focusLine(at + texts.length - 1);
  };
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      labelElement="div"
      labelProps={{ id }}
      className={classes.listField ?? ""}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like the other fields. */}
      <div ref={list} role="group" aria-labelledby={id} className={classes.lines}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone.
          <div key={index} className={classes.lineRow}>
            <TextInput
              className={classes.lineInput ?? ""}
              aria-label={t("list.line", { label, number: index + 1 })}
              error={error ? true : undefined}
              value={line}
              onChange={(event) =>
                onChange(lines.map((old, at) => (at === index ? event.currentTarget.value : old)))
              }
              onKeyDown={(event) => onKeyDown(event, index)}
              onPaste={(event) => onPaste(event, index)}
            />
            {lines.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t("list.remove", { number: index + 1, label })}
                onClick={() => remove(index)}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </div>
        ))}
        <button type="button" className={classes.addLine} onClick={() => insert(lines.length, [""])}>
          <IconPlus size={15} aria-hidden /> {t("list.add")}
        </button>
      </div>
    </Input.Wrapper>
  );
}
