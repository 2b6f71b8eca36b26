import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { reachableDirectory } from "./reachable-directory.ts";
import { canReach, type ServerAccount } from "./server-account.ts";

/** Where everything of one embedded server lies. */
export type ClusterFiles = {
  root: string;
  /** PostgreSQL's own data directory, 0700. */
  data: string;
  /** The superuser's password, 0600. */
  password: string;
  log: string;
  /** Which process started the server last. */
  owner: string;
};

/**
 * Names the files of the server whose directory, which exists, is `dataDirectory`.
 *
 * When PostgreSQL's account cannot enter it (below a 0700 home), another directory stands in, and `log` says which.
 */
export async function findClusterFiles(
  dataDirectory: string,
  account: ServerAccount,
  log: (line: string) => void,
): Promise<ClusterFiles> {
  const wanted = resolve(dataDirectory);
  if (canReach(account, wanted)) return filesIn(await realpath(wanted));
  const instead = reachableDirectory(wanted);
  log(`PostgreSQL's own account cannot enter ${wanted}; its data lie in ${instead} instead`);
  return filesIn(instead);
}

function filesIn(root: string): ClusterFiles {
  return {
    root,
    data: join(root, "data"),
    password: join(root, "superuser-password"),
    log: join(root, "server.log"),
    owner: join(root, "owner.json"),
  };
}
