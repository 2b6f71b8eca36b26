import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Navigation } from "./Navigation.tsx";

/** The main menu where there is no room beside the page. */
export default function NarrowMenu({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={260}
      title={t("navigation.label")}
      closeButtonProps={{ "aria-label": t("keyboard.close") }}
    >
      <Navigation onNavigate={onClose} />
    </Drawer>
  );
}
