import { createTheme, defaultVariantColorsResolver, localStorageColorSchemeManager } from "@mantine/core";

/** How Mantine's components behave here; how they look stands in tokens.css. */
export const theme = createTheme({
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
  // Mantine writes white on the accent, which a dark page's light accent does not bear.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === "filled" ? { ...colors, color: "var(--on-accent)" } : colors;
  },
  // By name and without `Component.extend`: importing a component here would put it into the first load.
  components: {
    Button: { defaultProps: { size: "sm" } },
    Checkbox: { defaultProps: { iconColor: "var(--on-accent)" } },
    // Locking the scroll writes a style element, which the policy blocks; the dialogs cover the page anyway.
    // Their head is no landmark of the page.
    Modal: {
      defaultProps: { lockScroll: false, centered: true, attributes: { header: { role: "presentation" } } },
    },
    Drawer: { defaultProps: { lockScroll: false, attributes: { header: { role: "presentation" } } } },
    Tooltip: {
      defaultProps: { openDelay: 300, withArrow: false, events: { hover: true, focus: true, touch: true } },
    },
  },
});

/** The same key is read before the first paint by public/color-scheme.js. */
export const colorScheme = localStorageColorSchemeManager({ key: "vivero.color-scheme" });
