import type { Detector } from "../finding.ts";
import { detectApiKeys } from "./api-key.ts";
import { detectCards } from "./card.ts";
import { detectConnectionStrings } from "./connection-string.ts";
import { detectEmails } from "./email.ts";
import { detectIbans } from "./iban.ts";
import { detectLabelledSecrets } from "./labelled-secret.ts";
import { detectNationalIds } from "./national-id.ts";
import { detectPasswords } from "./password.ts";
import { detectPhones } from "./phone.ts";
import { detectPrivateKeys } from "./private-key.ts";
import { detectTokens } from "./token.ts";

/** All detectors, the surest first: an earlier one's finding keeps its text from the later ones. */
export const detectors: readonly Detector[] = [
  detectPrivateKeys,
  detectConnectionStrings,
  detectApiKeys,
  detectTokens,
  detectPasswords,
  detectLabelledSecrets,
  detectIbans,
  detectCards,
  detectNationalIds,
  detectEmails,
  detectPhones,
];
