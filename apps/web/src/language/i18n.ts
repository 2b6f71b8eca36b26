import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

/** The languages of the page, each written in itself. */
export const LANGUAGES = { es: "Español", en: "English" } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = "vivero.language";
const files = import.meta.glob<Record<string, unknown>>("./{es,en}/*.json", { import: "default" });

/** Loads the words of a page when the page is opened: one small file for a language and a namespace. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`There are no words for ${namespace} in ${language}.`), null);
    load().then(
      (words) => done(null, words as Record<string, string>),
      (error: Error) => done(error, null),
    );
  },
};

function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

function preferred(): Language {
  try {
    const stored = localStorage.getItem(STORED);
    if (isLanguage(stored)) return stored;
  } catch {
    // Storage may be forbidden; the browser's languages decide then.
  }
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "es";
}

/** Starts the languages with the one that the person chose, or the browser's. */
export async function startLanguages(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferred(),
      supportedLngs: Object.keys(LANGUAGES),
      fallbackLng: false,
      ns: ["shell", "states"],
      defaultNS: "shell",
      // React shows text as text.
      interpolation: { escapeValue: false },
    });
}

/** Changes the language now and for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // It holds for this visit.
  }
}

/** Fetches the words of namespaces ahead of the page that shows them. */
export async function loadWords(namespaces: string | readonly string[]): Promise<void> {
  await i18next.loadNamespaces(namespaces);
}
