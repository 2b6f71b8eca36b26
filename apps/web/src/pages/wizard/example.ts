/** A planner's answers as an example, in the language of the answer; fetched only when it is asked for. */
export async function loadExample(language: "es" | "en"): Promise<Readonly<Record<string, unknown>>> {
  const { default: example } =
    language === "es" ? await import("./example-es.json") : await import("./example-en.json");
  return example;
}
