export { type Database, type DatabaseOptions, openDatabase } from "./connection/open-database.ts";
export type { TenantOptions, TenantWork } from "./connection/tenant.ts";
export { type DatabaseUrls, databaseUrls } from "./provision/database-urls.ts";
export { type ProvisionOptions, provision } from "./provision/provision.ts";
export type { RoleName, RolePasswords } from "./provision/roles.ts";
