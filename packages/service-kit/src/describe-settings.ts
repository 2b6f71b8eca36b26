import type { TObject } from "typebox";

type Setting = { description?: string; default?: unknown; enum?: readonly unknown[] };

/** What `--help` of a service says: each variable that its schema names, what it is for, and its default. */
export function describeSettings(service: string, purpose: string, schema: TObject): string {
  const required = new Set<string>(schema.required ?? []);
  const settings = Object.entries(schema.properties as Record<string, Setting>).map(([name, setting]) => {
    const values = setting.enum ? `${setting.enum.join(", ")}: ` : "";
    const fallback =
      setting.default !== undefined
        ? ` (default ${setting.default})`
        : required.has(name)
          ? " (required)"
          : "";
    return `  ${name}\n      ${values}${setting.description ?? ""}${fallback}`;
  });
  return [
    `${service}: ${purpose}`,
    "",
    "It takes no arguments; SIGTERM and SIGINT stop it in order. It reads these variables of the environment:",
    "",
    ...settings,
    "",
  ].join("\n");
}
