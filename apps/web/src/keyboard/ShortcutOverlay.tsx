import { Modal, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Keys } from "./Keys.tsx";
import classes from "./ShortcutOverlay.module.css";
import { type Shortcut, setShortcutsEnabled, useKnownShortcuts, useShortcutsEnabled } from "./shortcuts.ts";

/** Every shortcut that works on this page, behind `?`. */
export default function ShortcutOverlay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
