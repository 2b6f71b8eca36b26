import { everyMatch } from "../every-match.ts";
import type { Detector } from "../finding.ts";
import { looksRandom } from "../randomness.ts";

/**
 * Keys that their vendor's prefix gives away, as the vendors document them (GitHub's list of supported secret scanning patterns names
 * most). Lengths are minimal where a vendor has changed them. Each quantifier is bounded, which keeps the search linear.
 */
const vendorPatterns = [
  "sk-(?:proj|svcacct|admin|None)-[\\w-]{20,200}", // OpenAI
  "sk-ant-[\\w-]{20,200}", // Anthropic
  "sk-or-v1-[0-9a-f]{32,64}", // OpenRouter
  "sk-[A-Za-z0-9]{32,64}", // OpenAI before 2024, DeepSeek
  "gh[pousr]_[A-Za-z0-9]{36,255}", // GitHub
  "github_pat_\\w{60,255}",
  "gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\\w-]{20,128}", // GitLab
  "xox[abeoprs]-[A-Za-z0-9-]{20,200}", // Slack
  "xapp-\\d-[A-Za-z0-9-]{20,200}",
  "https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/-]{20,200}",
  "https://[a-z0-9-]{1,63}\\.webhook\\.office\\.com/webhookb2/[\\w/@-]{40,300}", // Microsoft Teams
  "https://(?:ptb\\.|canary\\.)?discord(?:app)?\\.com/api/webhooks/\\d{15,22}/[\\w-]{40,100}",
  "(?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])", // AWS
  "AIza[\\w-]{35}", // Google
  "GOCSPX-[\\w-]{20,64}",
  "[rs]k_(?:live|test)_[A-Za-z0-9]{20,250}", // Stripe
  "whsec_[A-Za-z0-9+/=]{24,100}",
  "SG\\.[\\w-]{16,64}\\.[\\w-]{16,64}", // SendGrid
  "npm_[A-Za-z0-9]{36}",
  "pypi-[\\w-]{50,300}",
  "rubygems_[0-9a-f]{48}",
  "hf_[A-Za-z]{34}", // Hugging Face
  "gsk_[A-Za-z0-9]{48,60}", // Groq
  "xai-[A-Za-z0-9]{60,120}",
  "pplx-[A-Za-z0-9]{40,64}", // Perplexity
  "r8_[A-Za-z0-9]{37,40}", // Replicate
  "nvapi-[\\w-]{60,80}",
  "shp(?:at|ca|pa|ss|tka)_[A-Fa-f0-9]{32,64}", // Shopify
  "do[opr]_v1_[0-9a-f]{64}", // DigitalOcean
  "\\d{8,10}:AA[\\w-]{33}", // Telegram
  "hv[sbr]\\.[\\w-]{24,300}", // HashiCorp Vault
  "dapi[0-9a-f]{32}(?:-\\d)?", // Databricks
  "lin_(?:api|oauth)_[A-Za-z0-9]{32,64}", // Linear
  "(?:ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43})", // Notion
  "ATATT3[\\w=-]{40,250}", // Atlassian
  "ATBB[A-Za-z0-9]{24,40}",
  "dckr_[a-z]{3}_[\\w-]{27,40}", // Docker
  "sntry[su]_[\\w=+/]{40,300}", // Sentry
  "glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}", // Grafana
  "NR(?:AK|JS|RA|II)-[A-Za-z0-9]{19,36}", // New Relic
  "PMAK-[0-9a-f]{24}-[0-9a-f]{34}", // Postman
  "figd_[\\w-]{40,200}", // Figma
  "pscale_(?:tkn|pw|oauth)_[\\w.-]{32,64}", // PlanetScale
  "sb(?:p|_secret|_publishable)_[\\w-]{20,64}", // Supabase
  "tskey-[a-z]{2,20}-[A-Za-z0-9_]{8,40}-[A-Za-z0-9_]{16,60}", // Tailscale
  "dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{40,80}", // Doppler
  "vc[piark]_[A-Za-z0-9]{20,60}", // Vercel
  "sq0(?:atp|csp)-[\\w-]{22,60}", // Square
  "key-[0-9a-f]{32}", // Mailgun
  "SK[0-9a-f]{32}", // Twilio
  "AGE-SECRET-KEY-1[0-9A-Z]{58}",
  "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}", // Airtable
  "HRKU-[\\w-]{36,80}", // Heroku
  "EAA[A-Za-z0-9]{60,300}", // Meta
];

const vendorKey = new RegExp(`(?<![A-Za-z0-9_])(?:${vendorPatterns.join("|")})`, "g");
/** Their prefix alone is a word that people use in slugs ("sk-proj-transformacion-digital"): the rest must look random. */
const wordLikePrefix = /^(?:sk-|xai-|key-|vc[piark]_|sb|pypi-|hv[sbr]\.)/;

/** API keys and webhook addresses of the well-known vendors. */
export const detectApiKeys: Detector = (text) =>
  everyMatch(vendorKey, text)
    .filter(([key]) => !wordLikePrefix.test(key) || looksRandom(key.replace(wordLikePrefix, "")))
    .map(({ 0: key, index }) => ({ start: index, end: index + key.length, kind: "api_key", identity: key }));
