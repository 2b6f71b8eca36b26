// Runs before the first paint, so that a dark page does not flash white. It is a file since the policy forbids inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("vivero.color-scheme");
  } catch {
    // Storage may be forbidden; the system's scheme holds then.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
