import type { Role } from "@vivero/contracts";

/** Somebody who can sign in to a local stack. */
export interface DemoPerson {
  /** What they are called at the sign-in page. */
  readonly username: string;
  readonly name: string;
  readonly userId: number;
  readonly role: Role;
  readonly organizationId: number;
  readonly organizationName: string;
}

/** Every demo person's password. It protects nothing: the provider listens on this machine only, and shows it. */
export const DEMO_PASSWORD = "vivero";

const first = { organizationId: 1, organizationName: "Almacenes Río Claro" } as const;
const second = { organizationId: 2, organizationName: "Northquay Logistics" } as const;

/** A planner, a reviewer, an auditor and an operator of each of two organizations. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { ...first, username: "ana", name: "Ana Torres", userId: 11, role: "planner" },
  { ...first, username: "luis", name: "Luis Herrera", userId: 12, role: "reviewer" },
  { ...first, username: "carmen", name: "Carmen Vidal", userId: 13, role: "auditor" },
  { ...first, username: "diego", name: "Diego Ramos", userId: 14, role: "operator" },
  { ...second, username: "emma", name: "Emma Clarke", userId: 21, role: "planner" },
  { ...second, username: "noah", name: "Noah Bennett", userId: 22, role: "reviewer" },
  { ...second, username: "grace", name: "Grace Osei", userId: 23, role: "auditor" },
  { ...second, username: "henry", name: "Henry Walsh", userId: 24, role: "operator" },
];
