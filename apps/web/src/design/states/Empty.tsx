import { IconPlant } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { StatePanel } from "./StatePanel.tsx";

/** Nothing yet: what this will hold (children), and the button that starts it. */
export function Empty({
  title,
  children,
  action,
  icon = <IconPlant size={36} stroke={1.3} />,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <StatePanel icon={icon} title={title} actions={action}>
      {children}
    </StatePanel>
  );
}
