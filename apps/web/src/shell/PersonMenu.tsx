import { Menu, UnstyledButton } from "@mantine/core";
import { IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { signOut } from "../session/session.ts";
import { useSession } from "../session/session-context.tsx";
import classes from "./TopBar.module.css";

/** Who is signed in, with which roles, where; and the way out. */
export function PersonMenu() {
  const { t } = useTranslation("shell");
  const { user } = useSession();
  const name = user.name ?? t("person.unnamed", { id: user.userId });
  const organization = user.organizationName ?? t("person.organization", { id: user.organizationId });
  const roles = user.roles.map((role) => t(`role.${role}`)).join(", ");
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.person ?? ""} aria-label={t("person.menu", { name })}>
          <IconUserCircle size={20} stroke={1.5} aria-hidden />
          <span className={classes.personName}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.personMore}>
          <strong>{name}</strong>
          {organization} · {roles}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>
          {t("person.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
