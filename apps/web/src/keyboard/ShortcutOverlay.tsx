import { Kbd, Modal, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./ShortcutOverlay.module.css";
import { type Shortcut, setShortcutsEnabled, useKnownShortcuts, useShortcutsEnabled } from "./shortcuts.ts";

/** Every shortcut that works on this page, behind `?`. */
export function ShortcutOverlay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const shortcuts = useKnownShortcuts();
  const enabled = useShortcutsEnabled();
  const everywhere = shortcuts.filter((shortcut) => shortcut.everywhere);
  const here = shortcuts.filter((shortcut) => !shortcut.everywhere);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keyboard.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("keyboard.close") }}
      classNames={{ title: classes.title }}
    >
      <div className={classes.columns}>
        {here.length > 0 && <ShortcutList title={t("keyboard.here")} shortcuts={here} />}
        <ShortcutList title={t("keyboard.everywhere")} shortcuts={everywhere} />
      </div>
      <Switch
        mt="lg"
        checked={enabled}
        onChange={(event) => setShortcutsEnabled(event.currentTarget.checked)}
        label={t("keyboard.singleKeys")}
        description={t("keyboard.singleKeysWhy")}
      />
    </Modal>
  );
}

function ShortcutList({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <dl className={classes.list}>
        {shortcuts.map(({ keys, label }) => (
          <div key={`${keys} ${label}`} className={classes.row}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The keys of a shortcut as they stand on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation("shell");
  const steps = keys.split(" ");
  return (
    <span className={classes.keys}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a shortcut do not move.
        <span key={index} className={classes.keys}>
          {index > 0 && <span className={classes.then}>{t("keyboard.then")}</span>}
          {step.split("+").map((key) => (
            <Kbd key={key}>{key === "shift" ? "⇧" : key}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
