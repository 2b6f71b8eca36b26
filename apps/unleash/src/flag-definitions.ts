import flagsFile from "../flags.json" with { type: "json" };

export interface FlagDefinition {
  name: string;
  /** One of Unleash's: release, experiment, operational, kill-switch, permission. */
  type: string;
  /** What operators read beside the flag. */
  description: string;
  /** State in each environment at first; `*` is every environment that is not named. */
  enabled: { [environment: string]: boolean; "*": boolean };
  /** The one strategy that the flag starts with, as Unleash's admin API takes it. */
  strategy: object;
}

export interface FlagDefinitions {
  contextFields: { name: string; description: string; stickiness: boolean }[];
  flags: FlagDefinition[];
}

/** What this product wants to find in Unleash: the content of `flags.json`. */
export const flagDefinitions: FlagDefinitions = flagsFile;
