import type { Role } from "@vivero/contracts";
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from "./demo-people.ts";

/** The languages of the page. */
export type Language = "es" | "en";

const WORDS = {
  es: {
    title: "Iniciar sesión en Vivero",
    lead: "Elige con quién trabajar. Son personas de demostración y solo existen en esta máquina.",
    manual: "Iniciar sesión con usuario y contraseña",
    username: "Usuario",
    password: "Contraseña",
    hint: "La contraseña de todas es",
    submit: "Iniciar sesión",
    refused: "El usuario o la contraseña no son correctos.",
    goodbye: "Cerrando la sesión…",
    leave: "Cerrar sesión",
    failed: "No se ha podido iniciar sesión",
    again: "Volver a Vivero",
    roles: { planner: "planificación", reviewer: "revisión", auditor: "auditoría", operator: "operación" },
  },
  en: {
    title: "Sign in to Vivero",
    lead: "Choose who to work as. These are demo people; they exist on this machine only.",
    manual: "Sign in with a user name and password",
    username: "User name",
    password: "Password",
    hint: "Everybody's password is",
    submit: "Sign in",
    refused: "The user name or the password is not right.",
    goodbye: "Signing out…",
    leave: "Sign out",
    failed: "Signing in did not work",
    again: "Back to Vivero",
    roles: { planner: "planner", reviewer: "reviewer", auditor: "auditor", operator: "operator" },
  },
} as const satisfies Record<Language, { roles: Record<Role, string> } & Record<string, unknown>>;

/** Spanish for those whose browser asks for it before English; English for everybody else. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = /\b(es|en)\b/i.exec(acceptLanguage ?? "")?.[1]?.toLowerCase();
  return wanted === "es" ? "es" : "en";
}

const escaped = (text: string) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2420; --quiet: #566059; --line: #d8ded9; --paper: #ffffff; --ground: #f4f6f4; --accent: #1f6b45 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ece8; --quiet: #a3aea6; --line: #364039; --paper: #1b211d; --ground: #121613; --accent: #6fcf9a } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { width: min(680px, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 32px }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 4px }
h2 { font-size: .875rem; color: var(--quiet); margin: 0 0 8px }
p { margin: 0 0 24px; color: var(--quiet) }
.organizations { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 24px }
form { margin: 0 }
button { font: inherit; color: inherit; cursor: pointer; border-radius: 8px; border: 1px solid var(--line); background: none; padding: 10px 14px; min-height: 44px }
button.person { display: flex; justify-content: space-between; gap: 12px; width: 100%; margin-bottom: 8px; text-align: left }
button.person span + span { color: var(--quiet) }
button:hover { border-color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
details { margin-top: 24px; border-top: 1px solid var(--line); padding-top: 16px }
summary { cursor: pointer }
label { display: block; margin: 12px 0 4px }
input { font: inherit; width: 100%; max-width: 320px; padding: 9px 12px; border-radius: 8px; border: 1px solid var(--quiet); background: transparent; color: inherit }
details button { display: block; margin-top: 16px }
.hint { margin: 8px 0 0; font-size: .875rem }
[role=alert] { color: var(--ink); border-left: 3px solid #c0392b; padding-left: 12px }
`;

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}

function personButton(person: DemoPerson, action: string, language: Language): string {
  return `<form method="post" action="${escaped(action)}">
<input type="hidden" name="username" value="${escaped(person.username)}">
<input type="hidden" name="password" value="${escaped(DEMO_PASSWORD)}">
<button class="person"><span>${escaped(person.name)}</span><span>${escaped(WORDS[language].roles[person.role])}</span></button>
</form>`;
}

/** The page where one chooses a demo person; `action` takes the form, `refused` tells that the last try was wrong. */
export function signInPage(language: Language, action: string, refused: boolean): string {
  const words = WORDS[language];
  const organizations = [...Map.groupBy(DEMO_PEOPLE, ({ organizationName }) => organizationName)].map(
    ([name, people]) =>
      `<section><h2>${escaped(name)}</h2>${people.map((person) => personButton(person, action, language)).join("\n")}</section>`,
  );
  return page(
    language,
    words.title,
    `<h1>${words.title}</h1>
<p>${words.lead}</p>
${refused ? `<p role="alert">${words.refused}</p>` : ""}
<div class="organizations">${organizations.join("\n")}</div>
<details${refused ? " open" : ""}>
<summary>${words.manual}</summary>
<form method="post" action="${escaped(action)}">
<label for="username">${words.username}</label><input id="username" name="username" autocomplete="username" required>
<label for="password">${words.password}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<p class="hint">${words.hint} <code>${DEMO_PASSWORD}</code> (${DEMO_PEOPLE.map(({ username }) => username).join(", ")}).</p>
<button>${words.submit}</button>
</form>
</details>`,
  );
}

/** What sends itself on the way out. */
export const SIGN_OUT_SCRIPT = 'document.getElementById("op.logoutForm").submit()';

/** Signing out: the provider's `form` sends itself, and has a button where scripts do not run. */
export function signOutPage(language: Language, form: string): string {
  const words = WORDS[language];
  const confirmed = form.replace(
    "</form>",
    `<input type="hidden" name="logout" value="yes"><button>${words.leave}</button></form>`,
  );
  return page(
    language,
    words.goodbye,
    `<h1>${words.goodbye}</h1>\n${confirmed}\n<script>${SIGN_OUT_SCRIPT}</script>`,
  );
}

/** Something that the provider could not do, with the way back. */
export function failurePage(language: Language, home: string, reason: string): string {
  const words = WORDS[language];
  return page(
    language,
    words.failed,
    `<h1>${words.failed}</h1>\n<p role="alert">${escaped(reason)}</p>\n<a href="${escaped(home)}">${words.again}</a>`,
  );
}
