import { hostname, userInfo } from "node:os";

/** Who runs a command: `user@host`. */
export const operatorName = (): string => `${userInfo().username}@${hostname()}`;
